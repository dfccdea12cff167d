import express, { type Express } from 'express'
import { accountRequestsRouter, requestsDeskRouter } from './account-requests/routes.ts'
import { accountRouter, accountFarewellRouter } from './account/routes.ts'
import { actionPagesRouter } from './action-pages/routes.ts'
import { actionPlansRouter } from './action-plans/routes.ts'
import { actionMovesRouter } from './action-moves/routes.ts'
import { actionReuseRouter } from './action-reuse/routes.ts'
import { actionSearchRouter } from './action-search/routes.ts'
import { actionsRouter } from './actions/routes.ts'
import { agendaFeedsRouter } from './agenda-feeds/routes.ts'
import { agendaRouter } from './agenda/routes.ts'
import { journalRouter } from './audit/routes.ts'
import { privateCache, requireUser } from './auth/guards.ts'
import { passport } from './auth/passport.ts'
import { signInRouter, signOutRouter } from './auth/routes.ts'
import { sessionCookie, sessions, unlessAnonymous } from './auth/session.ts'
import { bassinsAdministrationRouter, bassinsRouter } from './bassins/routes.ts'
import { charterSettingsRouter } from './charter-settings/routes.ts'
import { charterTemplatesRouter } from './charter-templates/routes.ts'
import { charterDocumentsRouter, publishedChartersRouter } from './charter-documents/routes.ts'
import { charterCommentsRouter } from './charter-comments/routes.ts'
import { charterExchangeRouter } from './charter-exchange/routes.ts'
import { charterAbandonmentRouter } from './charter-abandonment/routes.ts'
import { charterWritingRouter } from './charter-writing/routes.ts'
import { chartersRouter } from './charters/routes.ts'
import { cleeListRouter } from './clee-list/routes.ts'
import { cleesRouter } from './clees/routes.ts'
import { committeesRouter } from './committees/routes.ts'
import { config } from './config.ts'
import { pool } from './db.ts'
import { coordinatorsRouter } from './coordinators/routes.ts'
import { copilotsRouter, invitationsRouter } from './copilots/routes.ts'
import { dashboardRouter } from './dashboard/routes.ts'
import { declarationsRouter } from './declarations/routes.ts'
import { directoryRouter } from './directory/routes.ts'
import { documentLibraryRouter, documentsAdministrationRouter } from './document-library/routes.ts'
import { editorialPagesRouter, pagesAdministrationRouter } from './editorial-pages/routes.ts'
import { emailChangesRouter, emailConfirmationsRouter } from './email-changes/routes.ts'
import { findRouter } from './find/routes.ts'
import { handoversRouter } from './handovers/routes.ts'
import { holidaysRouter } from './holidays/routes.ts'
import { homeRouter } from './home/routes.ts'
import { inquiriesRouter } from './inquiries/routes.ts'
import { inquiryDeskRouter } from './inquiry-desk/routes.ts'
import { mapRouter } from './map/routes.ts'
import { mandatesRouter } from './mandates/routes.ts'
import { memberImportsRouter } from './member-imports/routes.ts'
import { meetingsRouter } from './meetings/routes.ts'
import { membersRouter } from './members/routes.ts'
import { mailsRouter } from './notifications/routes.ts'
import { openDataPagesRouter, openDataRouter } from './open-data/routes.ts'
import { organisationsRouter } from './organisations/routes.ts'
import { withPageCache, type CachedApp } from './page-cache/handler.ts'
import { pagesRouter } from './pages/routes.ts'
import { passwordResetsRouter } from './password-resets/routes.ts'
import { rolloversRouter } from './rollovers/routes.ts'
import { schoolYearsRouter } from './school-years/routes.ts'
import { academieReviewsRouter } from './academie-reviews/routes.ts'
import { reviewsRouter } from './reviews/routes.ts'
import { schoolsRouter } from './schools/routes.ts'
import { signaturesRouter } from './signatures/routes.ts'
import { searchEnginesRouter } from './search-engines/routes.ts'
import { sessionsRouter } from './sessions/routes.ts'
import { statesRouter } from './states/routes.ts'
import { templateAdoptionsRouter } from './template-adoptions/routes.ts'
import { templateArticlesRouter } from './template-articles/routes.ts'
import { territoriesRouter } from './territories/routes.ts'
import { yearProgressRouter } from './year-progress/routes.ts'
import { yearLettersRouter } from './year-letters/routes.ts'
import { usersRouter } from './users/routes.ts'
import { assets, assetsRouter } from './web/assets.ts'
import { refuseCrossSite } from './web/csrf.ts'
import { errorHandler, unknownPage } from './web/error-handler.ts'
import { flashLocals } from './web/flash.ts'
import { refuseNullCharacters } from './web/guards.ts'
import { healthRouter } from './web/health.ts'
import { requestLog } from './web/log.ts'
import { pageLocals } from './web/page-locals.ts'
import { securityHeaders } from './web/security.ts'
import { registerViews } from './web/view-engine.ts'
import { viewHelpers } from './web/view-helpers.ts'

export type Settings = { sessionSecret: string; publicUrl?: URL }

const accountLinkRouters = [passwordResetsRouter, accountRequestsRouter, emailConfirmationsRouter, accountFarewellRouter]
// The requests come before the accounts, whose id would take their address.
const accountRouters = [accountRouter, emailChangesRouter, sessionsRouter, requestsDeskRouter, usersRouter]

/** What stands in front of the sessions: the same for everybody, whoever asks. */
export const openRouters = [openDataRouter, searchEnginesRouter]
/** What anybody may open without an account; a test pins the list of its routes. */
export const publicRouters = [homeRouter, findRouter, publishedChartersRouter, directoryRouter, bassinsRouter, mapRouter, agendaRouter, agendaFeedsRouter, actionPagesRouter, pagesRouter, documentLibraryRouter, editorialPagesRouter, openDataPagesRouter, schoolsRouter, signInRouter, invitationsRouter, inquiriesRouter, ...accountLinkRouters]
/** What stands behind the sign-in. */
export const privateRouters = [
  signOutRouter, dashboardRouter, inquiryDeskRouter, declarationsRouter, cleesRouter, statesRouter, territoriesRouter, copilotsRouter, mandatesRouter, handoversRouter, membersRouter, memberImportsRouter, committeesRouter, meetingsRouter,
  // The search, the repetition and the files of a list come before the sheets, whose id would take their address.
  actionSearchRouter, actionReuseRouter, actionPlansRouter, actionMovesRouter, actionsRouter, reviewsRouter, academieReviewsRouter,
  chartersRouter, charterWritingRouter, charterAbandonmentRouter, charterExchangeRouter, charterCommentsRouter, signaturesRouter, charterDocumentsRouter,
  charterTemplatesRouter, templateArticlesRouter, charterSettingsRouter, templateAdoptionsRouter,
  yearProgressRouter, schoolYearsRouter, yearLettersRouter, rolloversRouter, holidaysRouter,
  cleeListRouter, coordinatorsRouter, bassinsAdministrationRouter, documentsAdministrationRouter, pagesAdministrationRouter, organisationsRouter, journalRouter, mailsRouter, ...accountRouters,
]

/** The portal as it is served: pages kept for those without a session, in front of everything. The database must be connected (connectDatabase) before. */
export const createApp = (settings: Settings): CachedApp =>
  withPageCache(createUncachedApp(settings), { pool, sessionCookie: sessionCookie((settings.publicUrl ?? config.publicUrl).protocol === 'https:') })

/** The portal without the pages that it keeps. */
export function createUncachedApp({ sessionSecret, publicUrl = config.publicUrl }: Settings): Express {
  const isHttps = publicUrl.protocol === 'https:'
  const app = express()
  app.disable('x-powered-by').disable('etag').set('trust proxy', config.trustProxy).set('query parser', 'simple')
  app.set('form secret', sessionSecret)
  registerViews(app)
  Object.assign(app.locals, viewHelpers, {
    asset: assets.url,
    academie: config.academie,
    missionName: config.missionName,
    accessibility: config.accessibility,
    brand: { hasStateBrand: config.hasStateBrand },
    currentYear: () => new Date().getFullYear(),
  })
  app.use(requestLog, securityHeaders(isHttps), healthRouter, assetsRouter(assets), ...openRouters)
  app.use(pageLocals, refuseCrossSite(publicUrl.origin))
  // A pasted list that is too long must come back with its sentence, not as an error page.
  app.post('/clees/:slug/membres/import', express.urlencoded({ extended: false, limit: '3mb', parameterLimit: 20 }))
  // So must the text of an article; all of them come together.
  app.post(['/clees/:slug/charte/articles/:key', '/clees/:slug/charte/redaction'], express.urlencoded({ extended: false, limit: '3mb', parameterLimit: 600 }))
  // And that of a page of the portal.
  app.post(['/administration/pages', '/administration/pages/:id/modification'], express.urlencoded({ extended: false, limit: '3mb', parameterLimit: 20 }))
  app.use(express.urlencoded({ extended: false, limit: '300kb', parameterLimit: 600 }), refuseNullCharacters)
  app.use(unlessAnonymous(sessionCookie(isHttps), [sessions(sessionSecret, isHttps), passport.session()]), privateCache, flashLocals, pageLocals)
  app.use(...publicRouters)
  app.use(requireUser(privateRouters), ...privateRouters)
  app.use(unknownPage, errorHandler)
  return app
}
