// Branded id types: the id of a household cannot be passed where that of a card is expected.

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** The id of a thing, as an address or a form has it: whether it exists is the server's to say. */
export const idFrom = <Id extends string>(text: string): Id => text as Id;

export type AccountId = Branded<'account'>;
export type OrganisationId = Branded<'organisation'>;
export type AreaKey = Branded<'area'>;
export type HouseholdId = Branded<'household'>;
export type AssessmentId = Branded<'assessment'>;
export type PhotoId = Branded<'photo'>;
export type CardId = Branded<'card'>;
export type CardBatchId = Branded<'card batch'>;
export type ItemId = Branded<'item'>;
export type StoreId = Branded<'store'>;
export type WaybillId = Branded<'waybill'>;
export type MovementId = Branded<'movement'>;
export type DistributionId = Branded<'distribution'>;
export type CampaignId = Branded<'campaign'>;
export type PledgeId = Branded<'pledge'>;
export type PaymentId = Branded<'payment'>;
export type HomeId = Branded<'home'>;
export type EntryId = Branded<'entry'>;
