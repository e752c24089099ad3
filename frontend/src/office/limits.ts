// Generated from the OpenAPI document of the server by `make contract`. Do not edit.

export const AREA_NAME = 120;
export const ALIAS = 120;
export const ALIASES = 30;
export const AUTOLOCK_LEAST_MINUTES = 1;
export const AUTOLOCK_MOST_MINUTES = 15;
export const BATCH_CARDS = 5000;
export const BATCH_NAME = 80;
export const CAMPAIGN_SLUG = /^[a-z0-9](-?[a-z0-9]){0,59}$/;
export const DICE = /^[1-6]{6}$/;
export const ITEM_CODE = /^[a-z0-9][a-z0-9_-]{0,39}$/;
export const ITEM_NAME = 200;
export const ITEM_UNIT = 40;
export const LANES = 20;
export const LET_IN_REASON = 1000;
export const LOGIN = /^[a-z0-9][a-z0-9._-]{1,39}(@[a-z0-9]{2,24})?$/;
export const OBJECTION = 1000;
export const PAYMENT_REFERENCE = 60;
export const GRIEVANCE_ANSWER = 500;
export const SETTLEMENT_REASON = 1000;
export const WAYBILL_NUMBER = 40;
