// Generated from the OpenAPI document of the server by `make contract`. Do not edit.

export const ASSESSMENT_NOTE = 1000;
export const HOUSEHOLD_NAME = 120;
export const LANDMARK = 200;
export const PEOPLE_OF_A_KIND = 99;
export const SITUATION_NOTE = 1000;
