// Generated from the OpenAPI document of the server by `make contract`. Do not edit.

export const ASSESSMENT_NOTE = 1000;
export const COMPLAINANT = 120;
export const GRIEVANCE_TEXT = 1000;
export const REACH_AT = 120;
export const HOUSEHOLD_NAME = 120;
export const ITEM_COUNTED = 100000;
export const LANDMARK = 200;
export const NAME = 200;
export const PEOPLE_OF_A_KIND = 99;
export const SITUATION_NOTE = 1000;
export const WRITTEN_PLACE = 120;
