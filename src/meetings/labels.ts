import type { MeetingKind } from '../generated/prisma/client.ts'
import { formatDay } from '../web/view-helpers.ts'

export const meetingKinds: Record<MeetingKind, string> = {
  creation: 'Réunion de création',
  steering_committee: 'Comité de pilotage',
  bureau: 'Bureau',
  working_group: 'Groupe de travail',
  plenary: 'Assemblée plénière',
  network_event: 'Événement réseau',
}
export const meetingKindKeys = Object.keys(meetingKinds) as [MeetingKind, ...MeetingKind[]]

/** Those that keep a CLEE awake (R11): its steering committee meets, or everybody does. */
export const steeringKinds = ['creation', 'steering_committee', 'plenary'] satisfies MeetingKind[]

/** « Comité de pilotage du 3 mars 2027 ». */
export const meetingName = ({ kind, heldOn }: { kind: MeetingKind; heldOn: Date }) => `${meetingKinds[kind]} du ${formatDay(heldOn)}`
