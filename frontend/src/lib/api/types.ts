// The types of the server's views and payloads under the names that screens use, from its OpenAPI document (schema.ts).
// Types only: nothing is bundled.

import type { components, paths } from './schema';

type Schemas = components['schemas'];

type AnyEntry = paths['/api/v1/entries']['post']['requestBody']['content']['application/json'];

/** The payload of each kind of entry. */
export type Payloads = { [E in AnyEntry as E['kind']]: E['payload'] };
export type Kind = keyof Payloads;
/** The id that a payload gives the thing it makes. */
export type OwnId<K extends Kind> = Payloads[K] extends { id: infer Id extends string } ? Id : string;

// Closed sets
export type Collector = Schemas['Collector'];
export type Criterion = Schemas['Criterion'];
export type Decision = Schemas['RowDecision'];
export type Encoding = Schemas['TextEncoding'];
export type FaultCode = Schemas['FaultCode'];
export type GrievanceAbout = Schemas['GrievanceAbout'];
export type House = Schemas['House'];
export type LessReason = Schemas['LessReason'];
export type Level = Schemas['Level'];
export type ListKind = Schemas['JobsNamedMapping']['kind'];
export type OffListReason = Schemas['OffListReason'];
export type PersonState = Schemas['PersonState'];
export type PhoneOwner = Exclude<Family['phone_of'], ''>;
export type Mark = Schemas['VerdictView']['mark'];
export type Picture = Schemas['Picture'];
export type RowDecision = Schemas['ListsRowDecision'];
export type Policy = Schemas['Similar'];
export type PracticeTask = Schemas['PracticeTask'];
export type Purpose = Schemas['Purpose'];
export type Role = Schemas['Role'];
export type Status = Schemas['Status'];
export type Step = Schemas['Step'];
export type VerdictName = Schemas['Verdict'];

// Sessions, accounts and phones
export type Account = Schemas['AccountView'];
export type Device = Schemas['DeviceView'];
export type Enrolled = Schemas['EnrolledView'];
export type FirstAccount = Schemas['BeginIn'];
export type Grant = Schemas['GrantView'];
export type Invited = Schemas['InvitationView'];
export type Organisation = Schemas['OrganisationView'];
export type Person = Schemas['PersonView'];
export type PersonRow = Schemas['AccountsPersonRow'];
export type Protection = Schemas['ProtectionView'];
export type Condition = Schemas['ConditionView'];
export type Machine = Schemas['MachineView'];
export type Position = Schemas['PositionView'];
export type Autolock = Schemas['AutolockView'];
export type Positions = Schemas['PositionsView'];
export type Voices = Schemas['VoicesView'];
export type Session = Schemas['SessionView'];
export type OwnAccount = Schemas['OwnAccountView'];
export type NewFactor = Schemas['NewFactorView'];
export type FactorSetting = Schemas['FactorSettingView'];

// Lost phones
export type Call = Schemas['CallView'];
export type CallList = Schemas['CallList'];
export type Held = Schemas['HeldView'];

// Places, items and stock
export type Area = Schemas['AreaView'];
export type WrittenPlace = Schemas['WrittenPlaceView'];
export type AreaReport = Schemas['AreasReport'];
export type Item = Schemas['ItemView'];
export type OpeningRow = Schemas['OpeningsRow'];
export type LedgerRow = Schemas['LedgerView'];
export type ShippedBlock = Schemas['AreasShippedBlock'];
export type ShippedDistrict = Schemas['AreasShippedDistrict'];
export type ShippedReport = Schemas['AreasShippedReport'];
export type Store = Schemas['StoreView'];
export type Waybill = Schemas['WaybillView'];
export type WaybillLine = Schemas['WaybillLineView'];

// Families
export type Assessment = Schemas['AssessmentView'];
export type Change = Schemas['ChangeView'];
export type Complaint = Schemas['GrievanceView'];
export type ErasableComplaint = Schemas['ErasableView'];
export type Consent = Schemas['ConsentView'];
export type Family = Schemas['HouseholdDetail'];
export type Claims = Schemas['ClaimsView'];
export type FamilyHistory = Schemas['HistoryView'];
export type Handover = Schemas['HandoverView'];
export type HistoryEvent = Schemas['EventView'];
export type Household = Schemas['HouseholdView'];
export type HouseholdCount = Schemas['CountView'];
export type FormSettings = Schemas['FormSettingsView'];
export type NotReached = Schemas['NotReachedView'];
export type People = Schemas['PeopleView'];
export type Priority = Schemas['PriorityView'];
export type Similar = Schemas['MatchView'];
export type Withdrawal = Schemas['WithdrawalView'];

// Paper forms
export type FormRun = Schemas['FormRunView'];
export type FormFound = Schemas['FormView'];
export type FormProgress = Schemas['FormProgressView'];
export type FormDifference = Schemas['FormDifferenceView'];
export type FormBoth = Schemas['FormBothView'];

// Cards and distributions
export type Card = Schemas['CardView'];
export type CardBatch = Schemas['BatchView'];
export type Custody = Schemas['CustodyView'];
export type Distribution = Schemas['DistributionView'];
export type Due = Schemas['DueView'];
export type Explanation = Schemas['ExplanationView'];
export type Rank = Schemas['RankView'];
export type Unplaced = Schemas['UnplacedView'];
export type Verdict = Schemas['VerdictView'];

// Campaigns
export type Campaign = Schemas['CampaignView'];
export type Home = Schemas['HomeView'];
export type Pledge = Schemas['PledgeView'];

// Overview and desk
export type Counts = Schemas['SummaryCounts'];
/** An exception: one of the kinds, each with its own details. */
export type OpenException = Schemas['ExceptionView'];
export type ExceptionKind = OpenException['kind'];
export type PendingAction = Schemas['PendingView'];
export type PlaceCounts = Schemas['AreaCounts'];
export type Progress = Schemas['StartView'];
export type Situation = Schemas['SituationView'];
export type Summary = Schemas['SummaryView'];
export type Queue = Schemas['QueueView']['queue'];
export type WaitingWork = Schemas['WorkView'];

// Backups
export type BackupAge = Schemas['BackupAge'];
export type BackupStatus = Schemas['NightlyStatus'];
export type KeyPages = Schemas['NightlyPages'];
export type FoundBackup = Schemas['RecoveryFound'];
export type RestoreSession = Schemas['RecoverySession'];
export type RestoreState = Schemas['RecoveryState'];
export type UpgradeState = Schemas['UpgradeView'];

// Imports
export type Column = Schemas['ColumnsMappedColumn'];
export type Fields = Schemas['FieldsView'];
export type Job = Schemas['JobView'];
export type JobDetail = Schemas['JobDetail'];
export type Kept = Schemas['JobsStoredFile'];
export type Mapping = Schemas['ColumnsMapping'];
export type NamedMapping = Schemas['JobsNamedMapping'];
export type NewJob = Schemas['JobsNewJob'];
export type PreviewRow = Schemas['ListsPreviewRow'];
export type RowProblem = Schemas['ListsProblem'];

// Phones: the feed and the push of entries
export type CarriedFamily = Schemas['Protocol2Family'];
export type Feed = Schemas['Protocol1Feed'] | Schemas['Protocol2Feed'];
export type FeedEvent = Feed['events'][number];
export type SealedPhoto = Schemas['FilePhoto'];
export type SealedPiece = Schemas['FilePiece'];
export type Pushed = Schemas['ReplyPush'];

// Entries and refusals
export type ServerProblem = Schemas['Problem'];
export type Outcome = Schemas['JournalOutcome'];
