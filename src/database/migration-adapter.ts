import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils'
import { Client } from 'pg'
import type { ClientConfig, Connection, DatabaseError } from 'pg'

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>

/** Held while a migration's script runs, even when the process that sent it is dead. */
export const scriptLock = 2016185

/** Written with the script, in its transaction: the migration is in the database, even if the engine could not note it. */
export const committedMark = 'committed'

const markCommitted = `DO $$ BEGIN
  IF to_regclass('_prisma_migrations') IS NOT NULL THEN
    UPDATE _prisma_migrations SET logs = '${committedMark}' WHERE finished_at IS NULL AND rolled_back_at IS NULL;
  END IF;
END $$`

/** Prisma's adapter for the schema engine, mended where it can't run our migrations or read the catalogue. */
export class MigrationAdapter extends PrismaPg {
  constructor(connectionString: string) {
    super({ connectionString, Client: CatalogueClient })
  }
  override async connect() {
    return mend(await super.connect())
  }
  override async connectToShadowDb() {
    return mend(await super.connectToShadowDb())
  }
}

function mend(adapter: Adapter) {
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query)
    const columnTypes = result.columnTypes.map((type, index) =>
      result.columnNames[index] === 'constraint_type' ? ColumnTypeEnum.Character : type)
    return { ...result, columnTypes }
  }
  adapter.executeScript = (script) => executeScript(adapter, script)
  return adapter
}

/** Whole and in one transaction: the adapter would cut the script at each semicolon, through comments and functions. */
async function executeScript(adapter: Adapter, script: string) {
  const isTransactional = !/^\s*(CREATE|DROP) DATABASE/i.test(script)
  const whole = `SELECT pg_advisory_xact_lock(${scriptLock});\n${script}\n;${markCommitted}`
  try {
    await adapter.underlyingDriver().query(isTransactional ? whole : script)
  } catch (error) {
    const { code = '', severity = 'ERROR', message, detail, column, hint } = error as DatabaseError
    throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint })
  }
}

/** The catalogue has columns of the type "char" (18), which Prisma's adapter refuses: they pass for text (25). */
class CatalogueClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config)
    const { connection } = this as unknown as { connection: Connection }
    connection.on('rowDescription', ({ fields }: { fields: { dataTypeID: number }[] }) => {
      for (const field of fields) if (field.dataTypeID === 18) field.dataTypeID = 25
    })
  }
}
