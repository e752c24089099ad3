// Generated from the OpenAPI document of the server by `make contract`. Do not edit.

export interface paths {
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People one looks after, and how far they have come */
        get: operations["get_api_v1_accounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A list of people: judged, or added */
        post: operations["post_api_v1_accounts_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Areas */
        get: operations["get_api_v1_areas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas/aliases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names of an area in one's organisation */
        get: operations["get_api_v1_areas_aliases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Places from GeoJSON or CSV */
        post: operations["post_api_v1_areas_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas/near": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Areas that a point may be in, nearest first */
        get: operations["get_api_v1_areas_near"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assessments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Assessments that wait for a second person */
        get: operations["get_api_v1_assessments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/beginning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether anybody is here yet */
        get: operations["get_api_v1_beginning"];
        put?: never;
        /** Be the first administrator */
        post: operations["post_api_v1_beginning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Campaigns */
        get: operations["get_api_v1_campaigns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One campaign with its sums */
        get: operations["get_api_v1_campaigns_slug"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{slug}/homes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Homes */
        get: operations["get_api_v1_campaigns_slug_homes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{slug}/pledges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pledges, newest first */
        get: operations["get_api_v1_campaigns_slug_pledges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/card-batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Batches of cards */
        get: operations["get_api_v1_card_batches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/card-batches/{id}/sheet.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A batch as A4 sheets */
        get: operations["get_api_v1_card_batches_id_sheet_pdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cards/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a card is */
        post: operations["post_api_v1_cards_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Phones: whose they are, when they last came, what waits on them */
        get: operations["get_api_v1_devices"];
        put?: never;
        /** Enrol a phone by invitation or password */
        post: operations["post_api_v1_devices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom to call about a lost phone, after an entry call_list.open */
        get: operations["get_api_v1_devices_id_calls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/held": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a phone held of families, in numbers */
        get: operations["get_api_v1_devices_id_held"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/let-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide what a withdrawn phone handed in */
        post: operations["post_api_v1_devices_id_let_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take in a photo that a phone wrote to a file */
        post: operations["post_api_v1_devices_id_photos"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take in a piece of what a phone wrote to a file */
        post: operations["post_api_v1_devices_id_records"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The phone that asks */
        get: operations["get_api_v1_devices_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/distributions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Distributions, newest first */
        get: operations["get_api_v1_distributions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/distributions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One distribution */
        get: operations["get_api_v1_distributions_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/distributions/{id}/custody": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who carries what of a distribution, and the lanes */
        get: operations["get_api_v1_distributions_id_custody"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/distributions/{id}/lanes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Split a list into lanes, with the leader's PIN */
        post: operations["post_api_v1_distributions_id_lanes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/distributions/{id}/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ranks and grades of a list */
        get: operations["get_api_v1_distributions_id_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/distributions/{id}/list/{household}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why one family has its rank: grade and visible needs */
        get: operations["get_api_v1_distributions_id_list_household"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/distributions/{id}/verdict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What is due on a card, before it is given */
        post: operations["post_api_v1_distributions_id_verdict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand in one entry: the one door for every write */
        post: operations["post_api_v1_entries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for a decision */
        get: operations["get_api_v1_exceptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/assessments.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The list assessments as a file; journalled */
        get: operations["get_api_v1_exports_assessments_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/assessments.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The list assessments as a file; journalled */
        get: operations["get_api_v1_exports_assessments_xlsx"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/handovers.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The list handovers as a file; journalled */
        get: operations["get_api_v1_exports_handovers_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/handovers.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The list handovers as a file; journalled */
        get: operations["get_api_v1_exports_handovers_xlsx"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/households.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The list households as a file; journalled */
        get: operations["get_api_v1_exports_households_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/households.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The list households as a file; journalled */
        get: operations["get_api_v1_exports_households_xlsx"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/stock.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The list stock as a file; journalled */
        get: operations["get_api_v1_exports_stock_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/stock.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The list stock as a file; journalled */
        get: operations["get_api_v1_exports_stock_xlsx"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What has happened since a place in the order */
        get: operations["get_api_v1_feed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grievances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What families complain of, newest first */
        get: operations["get_api_v1_grievances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grievances/{id}/sealed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A private complaint, after an entry grievance.open */
        get: operations["get_api_v1_grievances_id_sealed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Households: the newest first, or sorted, or the likeliest */
        get: operations["get_api_v1_households"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One household */
        get: operations["get_api_v1_households_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who wrote what of a household, oldest first */
        get: operations["get_api_v1_households_id_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sealed notes of a household, after an entry note.open */
        get: operations["get_api_v1_households_id_notes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/{id}/priority": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Private reason of a household */
        get: operations["get_api_v1_households_id_priority"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many households a filter keeps */
        get: operations["get_api_v1_households_count"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/similar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Households that may be the same family */
        get: operations["get_api_v1_households_similar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a column may become */
        get: operations["get_api_v1_import_fields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a list (CSV or XLSX) for importing */
        post: operations["post_api_v1_import_files"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import-mappings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Saved mappings */
        get: operations["get_api_v1_import_mappings"];
        put?: never;
        /** Save a mapping under its name */
        post: operations["post_api_v1_import_mappings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The first rows as an import would read them */
        post: operations["post_api_v1_import_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose a password and be signed in */
        post: operations["post_api_v1_invitations_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whose invitation this is */
        post: operations["post_api_v1_invitations_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/sheet.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Invite people: their codes, once, as A4 sheets */
        post: operations["post_api_v1_invitations_sheet_pdf"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Items */
        get: operations["get_api_v1_items"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs, newest first */
        get: operations["get_api_v1_jobs"];
        put?: never;
        /** Begin an import, or get the one that is running */
        post: operations["post_api_v1_jobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One job, with the first rows that were not kept */
        get: operations["get_api_v1_jobs_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a job */
        post: operations["post_api_v1_jobs_id_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/result.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rows that were not kept, to be mended and imported again */
        get: operations["get_api_v1_jobs_id_result_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lost-phones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Phones that were withdrawn as lost or stolen */
        get: operations["get_api_v1_lost_phones"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Organisations one looks after */
        get: operations["get_api_v1_organisations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A new pack: its signed manifest */
        get: operations["get_api_v1_pack"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pack/{id}/{part}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One part of a pack */
        get: operations["get_api_v1_pack_id_part"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Actions that need a second person, oldest first */
        get: operations["get_api_v1_pending"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a photo */
        post: operations["post_api_v1_photos"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/photos/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A photo */
        get: operations["get_api_v1_photos_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/photos/parts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a photo has come */
        get: operations["get_api_v1_photos_parts_id"];
        put?: never;
        /** Take a piece of a sealed photo */
        post: operations["post_api_v1_photos_parts_id"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/protection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that open sealed notes */
        get: operations["get_api_v1_protection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["get_api_v1_session"];
        put?: never;
        /** Sign in */
        post: operations["post_api_v1_session"];
        /** Sign out */
        delete: operations["delete_api_v1_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/situations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How things stand in areas, the newest report first */
        get: operations["get_api_v1_situations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is there to start with */
        get: operations["get_api_v1_start"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stores and what one's own hold */
        get: operations["get_api_v1_stores"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stores/{id}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A store's ledger, newest first */
        get: operations["get_api_v1_stores_id_ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Households counted by area, exact at this instant */
        get: operations["get_api_v1_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand in many entries; 200 with a result for each */
        post: operations["post_api_v1_sync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/waybills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Waybills, newest first */
        get: operations["get_api_v1_waybills"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Households that withdrew and wait to be erased, without names */
        get: operations["get_api_v1_withdrawals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcceptIn: {
            code: string;
            password: string;
        };
        AccountView: {
            id: string;
            language: string;
            name: string;
            organisation: string;
            organisation_name: string;
            roles: string[];
            steward: boolean;
        };
        AreaCounts: {
            area: string;
            /** Format: int64 */
            carded: number;
            /** Format: int64 */
            entitled: number;
            grades: number[] | null;
            /** Format: int64 */
            households: number;
            name: string;
            name_bn: string;
            /** Format: int64 */
            people: number;
            /** Format: int64 */
            reached: number;
            /** Format: int64 */
            served: number;
        };
        AreaDescription: {
            aliases: string[] | null;
            centre: number[] | null;
            code: string;
            level: string;
            name: string;
            name_bn: string;
            outline: unknown;
            parent: string;
            quality: string;
        };
        AreaOwnAliases: {
            aliases: string[];
            area: string;
        };
        AreaView: {
            area: string;
            code: string;
            level: string;
            name: string;
            name_bn: string;
            parent: string;
            parent_name: string;
            path: string;
        };
        AssessmentView: {
            area_name: string;
            assessed_at: string;
            assessed_by: string;
            /** Format: int64 */
            grade: number;
            house: string;
            household: string;
            household_name: string;
            id: string;
            note: string;
            photos: string[];
            verified_by: string;
            /** Format: int64 */
            verified_grade: number | null;
        };
        BalanceView: {
            item: string;
            /** Format: int64 */
            quantity: number;
        };
        BatchView: {
            /** Format: int64 */
            bound: number;
            /** Format: int64 */
            cards: number;
            id: string;
            name: string;
            /** Format: int64 */
            number: number;
            printed_at: string;
        };
        BeginIn: {
            code: string;
            /** @enum {string} */
            language: "en" | "bn" | "hi";
            login: string;
            name: string;
            organisation: string;
            password: string;
        };
        BegunView: {
            begun: boolean;
        };
        CallList: {
            /** Format: int64 */
            elsewhere: number;
            rows: components["schemas"]["CallView"][];
            /** Format: int64 */
            unknown: number;
        };
        CallView: {
            area_name: string;
            first: boolean;
            household: string;
            name: string;
            phone: string;
            phone_of: string;
            /** Format: int64 */
            size: number;
        };
        CampaignHomeAdvance: {
            /** Format: uuid */
            home: string;
            note: string;
            /** @enum {string} */
            to: "promised" | "site_ready" | "plinth" | "walls" | "roof" | "handed_over" | "paused" | "stopped";
        };
        CampaignHomePromise: {
            area: string;
            /** Format: uuid */
            campaign: string;
            /** Format: int64 */
            count: number;
            /** Format: uuid */
            id: string;
        };
        CampaignNewCampaign: {
            district: string;
            /** Format: int64 */
            goal_homes: number;
            /** Format: int64 */
            home_price_paise: number;
            /** Format: uuid */
            id: string;
            name: string;
            name_bn: string;
            slug: string;
        };
        CampaignNewPayment: {
            /** Format: int64 */
            amount_paise: number;
            /** @enum {string} */
            currency: "INR";
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            pledge: string;
            received_on: string;
            reference: string;
        };
        CampaignNewPledge: {
            /** Format: int64 */
            amount_paise: number;
            /** Format: uuid */
            campaign: string;
            /** @enum {string} */
            currency: "INR";
            donor: string;
            /** Format: uuid */
            id: string;
        };
        CampaignView: {
            /** Format: int64 */
            goal_homes: number;
            /** Format: int64 */
            home_price_paise: number;
            homes_by_step: {
                [key: string]: number;
            };
            id: string;
            name: string;
            name_bn: string;
            /** Format: int64 */
            paid_paise: number;
            /** Format: int64 */
            pledged_paise: number;
            slug: string;
        };
        CardBinding: {
            card: string;
            /** Format: uuid */
            household: string;
        };
        CardHolder: {
            id: string;
            name: string;
            /** Format: int64 */
            size: number;
        };
        CardPrinting: {
            /** Format: int64 */
            cards: number;
            /** Format: uuid */
            id: string;
            name: string;
        };
        CardRevoking: {
            card: string;
            reason: string;
        };
        CardShown: {
            card: string;
        };
        CardView: {
            batch_name: string;
            card: string;
            code: string;
            /** Format: int64 */
            generation: number;
            household: components["schemas"]["CardHolder"];
            reason: string;
            state: string;
        };
        CarrierView: {
            carries: components["schemas"]["DistributionDue"][];
            closed: boolean;
            credential: string;
            name: string;
        };
        ChangeView: {
            after: string[];
            before: string[];
            field: string;
        };
        CodeIn: {
            code: string;
        };
        ConsentView: {
            at: string;
            by: string;
            given: boolean;
            how: string;
            language: string;
            purpose: string;
            recorded_at: string;
        };
        CountView: {
            /** Format: int64 */
            count: number;
            more: boolean;
            /** Format: int64 */
            newer: number;
        };
        CustodyView: {
            lanes: components["schemas"]["LaneView"][];
            phones: components["schemas"]["CarrierView"][];
            recorded: {
                [key: string]: number;
            };
        };
        DamageFinding: {
            /** Format: int64 */
            grade: number;
            house: string;
            /** Format: uuid */
            household: string;
            /** Format: uuid */
            id: string;
            note: string;
            /** Format: int64 */
            percent: number | null;
            photos: string[] | null;
            position: components["schemas"]["DamagePosition"];
        };
        DamagePosition: {
            /** Format: double */
            accuracy_m: number;
            /** Format: double */
            lat: number;
            /** Format: double */
            lon: number;
        };
        DamageSecond: {
            /** Format: uuid */
            assessment: string;
            /** Format: int64 */
            grade: number;
            /** Format: uuid */
            id: string;
        };
        DamageSituation: {
            area: string;
            day: string;
            /** @enum {string} */
            flooded: "none" | "part" | "most";
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            market: "open" | "partly" | "closed";
            note?: string;
            /** @enum {string} */
            power: "working" | "partly" | "out";
            /** @enum {string} */
            road: "open" | "foot_or_boat" | "cut_off";
            /** @enum {string} */
            water: "safe" | "unsafe" | "none";
        };
        DeviceList: {
            next: string;
            rows: components["schemas"]["DeviceView"][];
        };
        DeviceView: {
            account: string;
            account_ended: boolean;
            app: string;
            /** Format: int64 */
            bytes: number;
            credential: string;
            device: string;
            device_name: string;
            enrolled_at: string;
            gaps: (number[] | null)[];
            /** Format: int64 */
            gone: number;
            last_at: string | null;
            login: string;
            /** Format: int64 */
            missing: number;
            name: string;
            oldest_at: string | null;
            pack: string;
            /** Format: int64 */
            photos: number;
            reason: string;
            /** Format: int64 */
            skew_seconds: number;
            /** Format: int64 */
            waiting: number;
            withdrawn_at: string | null;
        };
        DistributionApproval: {
            /** Format: uuid */
            distribution: string;
            number: string;
        };
        DistributionClosing: {
            /** Format: uuid */
            distribution: string;
        };
        DistributionCounted: {
            counted: components["schemas"]["StockLine"][];
            /** Format: uuid */
            distribution: string;
            /** Format: uuid */
            id: string;
        };
        DistributionDue: {
            item: string;
            /** Format: int64 */
            quantity: number;
        };
        DistributionFreeing: {
            /** Format: uuid */
            distribution: string;
            /** Format: int64 */
            lane: number;
        };
        DistributionGiving: {
            card: string;
            collector: string;
            /** Format: uuid */
            distribution: string;
            /** Format: uuid */
            id: string;
        };
        DistributionLaneOpened: {
            /** Format: uuid */
            distribution: string;
            /** Format: int64 */
            lane: number;
            /** @enum {string} */
            reason: "phone_lost" | "phone_broken" | "battery_empty" | "other";
        };
        DistributionLaning: {
            /** Format: uuid */
            distribution: string;
            /** Format: int64 */
            lanes: number;
        };
        DistributionLine: {
            /** Format: uuid */
            item: string;
            /** Format: int64 */
            per_household: number;
        };
        DistributionLoading: {
            /** Format: uuid */
            device: string;
            /** Format: uuid */
            distribution: string;
            /** Format: uuid */
            id: string;
            items: components["schemas"]["StockLine"][];
        };
        DistributionOpening: {
            /** Format: uuid */
            distribution: string;
        };
        DistributionProposal: {
            area: string;
            /** Format: uuid */
            id: string;
            lines: components["schemas"]["DistributionLine"][] | null;
            /** Format: int64 */
            minimum_grade: number;
            name: string;
            /** Format: int64 */
            not_served_days: number;
            /** Format: int64 */
            quantity: number;
            /** Format: uuid */
            store: string;
            weights: string;
        };
        DistributionRecorded: {
            card?: string;
            collector: string;
            /** Format: uuid */
            distribution: string;
            /** Format: uuid */
            entitlement?: string;
            /** @enum {string} */
            how: "scan" | "code" | "search";
            /** Format: uuid */
            id: string;
            items: components["schemas"]["StockLine"][];
            /** @enum {string} */
            less_reason?: "" | "finished" | "refused" | "later" | "other";
            /** @enum {string} */
            off_list?: "" | "list_is_old" | "new_damage" | "sent_by_office" | "other";
        };
        DistributionSearch: {
            /** Format: int64 */
            answers: number;
            /** @enum {string} */
            by: "phone" | "name";
            /** Format: uuid */
            distribution: string;
        };
        DistributionUndone: {
            /** Format: uuid */
            handover: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            reason: "wrong_family" | "wrong_items" | "by_mistake";
        };
        DistributionView: {
            approver: string;
            area_name: string;
            digest: string;
            id: string;
            /** Format: int64 */
            included: number;
            lines: components["schemas"]["LineView"][];
            /** Format: int64 */
            listed: number;
            mine: boolean;
            /** Format: int64 */
            minimum_grade: number;
            name: string;
            /** Format: int64 */
            not_served_days: number;
            number: string;
            planned_at: string;
            planner: string;
            /** Format: int64 */
            quantity: number;
            /** Format: int64 */
            served: number;
            state: string;
            store_name: string;
            weights: string;
        };
        DueView: {
            item: string;
            name: string;
            name_bn: string;
            name_hi: string;
            picture: string;
            /** Format: int64 */
            quantity: number;
            unit: string;
        };
        EnrolIn: {
            code?: string;
            /** Format: uuid */
            device: string;
            login?: string;
            name: string;
            password?: string;
            /** Format: int64 */
            protocol: number;
        };
        EnrolledView: {
            account: components["schemas"]["PhoneAccount"];
            credential: string;
            device: string;
            epoch: components["schemas"]["JournalEpoch"];
            full_token: string;
            help_number: string;
            now: string;
            pack_key: string;
            /** Format: int64 */
            protocol: number;
            push_token: string;
            seal_key: string;
        };
        EventView: {
            agreed: boolean | null;
            by: string;
            card: string;
            changes: components["schemas"]["ChangeView"][];
            consent: components["schemas"]["ConsentView"];
            deed: string;
            device: string;
            erased_at: string | null;
            /** Format: int64 */
            grade: number | null;
            items: components["schemas"]["DueView"][];
            occurred_at: string;
            /** Format: int64 */
            photos: number;
            place: string;
            reason: string;
            recorded_at: string;
            /** Format: int64 */
            version: number;
        };
        ExceptionView: {
            decision: string;
            details: {
                [key: string]: unknown;
            };
            entry: string;
            id: string;
            kind: string;
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        };
        ExchangeAreaRule: {
            issuer?: string;
            level?: string;
            parent_level?: string;
            within?: string;
        };
        ExchangeListConsent: {
            how: string;
            language: string;
            on?: string;
        };
        ExchangeMappedColumn: {
            column: string;
            field: string;
            unreadable?: string;
            values?: {
                [key: string]: string;
            };
        };
        ExchangeMapping: {
            area?: components["schemas"]["ExchangeAreaRule"];
            columns: components["schemas"]["ExchangeMappedColumn"][];
            consent?: components["schemas"]["ExchangeListConsent"];
            date_order?: string;
            defaults?: {
                [key: string]: string;
            };
            /** Format: int64 */
            header_row?: number;
            list?: string;
            pictures?: {
                [key: string]: string;
            };
            sheet?: string;
            size_as?: string;
            /** Format: int64 */
            skip_rows?: number;
        };
        exchangeNamedMapping: {
            next: string;
            rows: components["schemas"]["ExchangeNamedMapping"][];
        };
        ExchangeNamedMapping: {
            /** @enum {string} */
            kind: "households" | "items";
            mapping: components["schemas"]["ExchangeMapping"];
            name: string;
        };
        ExchangeNewJob: {
            dry_run: boolean;
            /** Format: uuid */
            file: string;
            /** @enum {string} */
            kind: "households" | "items";
            mapping: components["schemas"]["ExchangeMapping"];
            /** @enum {string} */
            similar: "hold" | "register";
        };
        ExchangePeopleList: {
            rows: components["schemas"]["ExchangePersonRow"][];
        };
        ExchangePersonProblem: {
            code: string;
            column: string;
        };
        ExchangePersonRow: {
            area_name: string;
            generated: boolean;
            language: string;
            /** Format: int64 */
            line: number;
            login: string;
            name: string;
            problems: components["schemas"]["ExchangePersonProblem"][];
            roles: string[];
            /** @enum {string} */
            state: "new" | "there" | "wrong" | "added";
        };
        ExchangePreviewRow: {
            household?: components["schemas"]["HouseholdRegistration"];
            item?: components["schemas"]["StockNewItem"];
            /** Format: int64 */
            line: number;
            problem?: components["schemas"]["ExchangeProblem"];
        };
        ExchangeProblem: {
            code: string;
            column: string;
            /** Format: int64 */
            line: number;
            message: string;
            /** Format: int64 */
            occurrence: number;
            resembles: string;
            status: string;
        };
        ExchangeRefusal: {
            area?: string;
            code: string;
            message: string;
            /** Format: int64 */
            number: number;
            path?: string;
        };
        ExchangeReport: {
            /** Format: int64 */
            kept: number;
            /** Format: int64 */
            read: number;
            refused: components["schemas"]["ExchangeRefusal"][] | null;
            /** Format: int64 */
            skipped: number;
            /** Format: int64 */
            unchanged: number;
            unit: string;
        };
        ExchangeStoredFile: {
            header: string[];
            id: string;
            name: string;
            rows: (string[] | null)[];
            suggest: {
                [key: string]: string[] | null;
            };
        };
        ExplanationView: {
            /** Format: int64 */
            grade: number;
            in: string;
            needs: string[] | null;
            /** Format: int64 */
            rank: number;
        };
        FieldAnswer: {
            /** Format: int64 */
            backed_up_through: number;
            checkpoint: components["schemas"]["FieldCheckpoint"];
            epoch: components["schemas"]["JournalEpoch"];
            gaps?: (number[] | null)[] | null;
            now: string;
            /** Format: int64 */
            protocol: number;
            results: components["schemas"]["JournalOutcome"][];
            seal_key: string;
            seen?: components["schemas"]["JournalHead"];
            withdrawn: boolean;
        };
        FieldCheckpoint: {
            /** Format: byte */
            signature: string;
            /** Format: byte */
            statement: string;
        };
        FieldEvent: {
            at?: string;
            card?: string;
            distribution?: string;
            entitlement?: string;
            family?: components["schemas"]["SummaryCarried"];
            household?: string;
            place?: string;
            /** Format: int64 */
            seq: number;
            type: string;
        };
        FieldFeed: {
            /** Format: int64 */
            backed_up_through: number;
            epoch: components["schemas"]["JournalEpoch"];
            events: components["schemas"]["FieldEvent"][];
            gaps?: (number[] | null)[] | null;
            hash: string;
            head: components["schemas"]["JournalHead"];
            more: boolean;
            /** Format: int64 */
            seq: number;
        };
        FieldIssued: {
            /** Format: byte */
            manifest: string;
            /** Format: byte */
            signature: string;
        };
        FieldKept: {
            done: boolean;
            /** Format: int64 */
            have: number;
        };
        FieldOutbox: {
            /** Format: int64 */
            bytes: number;
            lock?: string;
            /** Format: int64 */
            next_seq: number;
            oldest?: string;
            pack?: string;
            /** Format: int64 */
            photos: number;
            /** Format: int64 */
            waiting: number;
            /** Format: int64 */
            wrong_pins?: number;
        };
        FieldPush: {
            app?: string;
            epoch?: components["schemas"]["JournalEpoch"];
            gone?: (number[] | null)[] | null;
            outbox?: components["schemas"]["FieldOutbox"];
            /** Format: int64 */
            protocol: number;
            records: components["schemas"]["FieldRecord"][] | null;
            seen?: components["schemas"]["FieldSeen"];
            sent_at?: string;
        };
        FieldRecord: {
            /** Format: int64 */
            device_seq: number;
            id: string;
            kind?: string;
            occurred_at?: string;
            pack?: string;
            payload?: string;
            previous?: string;
            /** Format: int64 */
            schema?: number;
            sealed?: string;
            was?: string;
        };
        FieldSeen: {
            /** Format: int64 */
            epoch: number;
            hash: string;
            /** Format: int64 */
            seq: number;
        };
        FieldsView: {
            households: string[];
            items: string[];
            /** Format: int64 */
            keep_days: number;
            /** Format: int64 */
            limit_bytes: number;
            several: string[];
        };
        FilePhoto: {
            /** Format: uuid */
            photo: string;
            proof: string;
            sealed: string;
        };
        FilePiece: {
            envelope: string;
            proof: string;
        };
        GrantView: {
            area_name: string;
            area_name_bn: string;
            area_path: string;
            role: string;
        };
        GrievanceOpening: {
            /** Format: uuid */
            grievance: string;
            /** @enum {string} */
            reason: "decide" | "visit" | "refer" | "danger" | "asked_by_family";
        };
        GrievanceSettling: {
            /** @enum {string} */
            decision: "upheld" | "not_upheld" | "passed_on";
            /** Format: uuid */
            grievance: string;
            reason: string;
        };
        GrievanceTaking: {
            about: string;
            /** @enum {string} */
            answer_by: "visit" | "phone" | "none";
            area?: string;
            /** Format: uuid */
            household?: string;
            /** Format: uuid */
            id: string;
            /** Format: byte */
            sealed?: string;
            text?: string;
        };
        GrievanceView: {
            about: string;
            answer_by: string;
            area: string;
            area_name: string;
            by: string;
            decision: string;
            household: string;
            id: string;
            mine: boolean;
            occurred_at: string;
            reason: string;
            recorded_at: string;
            sealed: boolean;
            settled_at: string | null;
            settled_by: string;
            text: string;
        };
        HandoverView: {
            at: string;
            distribution: string;
            given_by: string;
            items: components["schemas"]["DueView"][];
            place: string;
        };
        HeldAreaView: {
            /** Format: int64 */
            families: number;
            name: string;
        };
        HeldListView: {
            distribution: string;
            /** Format: int64 */
            families: number;
            name: string;
            sealed: boolean;
        };
        HeldView: {
            areas: components["schemas"]["HeldAreaView"][];
            /** Format: int64 */
            erased: number;
            /** Format: int64 */
            families: number;
            /** Format: int64 */
            in_areas: number;
            lists: components["schemas"]["HeldListView"][];
            /** @enum {string} */
            lock: "" | "locked" | "open" | "wiped";
            /** Format: int64 */
            moved: number;
            others: components["schemas"]["OtherPhoneView"][];
            pack_at: string | null;
            phone: components["schemas"]["DeviceView"];
            /** Format: int64 */
            registered: number;
            unrecorded: boolean;
            /** Format: int64 */
            wrong_pins: number;
        };
        HistoryView: {
            erased_at: string | null;
            events: components["schemas"]["EventView"][];
            id: string;
        };
        HomeView: {
            area: string;
            area_name: string;
            id: string;
            /** Format: int64 */
            number: number;
            since: string;
            step: string;
        };
        HouseholdAnswer: {
            given: boolean;
            /** Format: uuid */
            household: string;
            /** @enum {string} */
            how: "read_by_me" | "played" | "told_in_person" | "told_by_phone" | "in_writing";
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            language: "en" | "bn" | "hi";
            /** @enum {string} */
            purpose: "relief" | "photo" | "partner_sharing" | "public_story";
        };
        HouseholdConsentGiven: {
            given: boolean;
            how: string;
            language: string;
        };
        HouseholdCorrection: {
            also_called?: string;
            area?: string;
            /** Format: int64 */
            base_version: number;
            criteria?: string[];
            house?: string;
            /** Format: uuid */
            household: string;
            landmark?: string;
            mark?: string;
            name?: string;
            people?: components["schemas"]["HouseholdPeopleChanged"];
            phone?: string;
            phone_of?: string;
            /** Format: byte */
            sealed_note?: string;
        };
        HouseholdDetail: {
            also_called: string;
            area: string;
            area_name: string;
            assessments: components["schemas"]["AssessmentView"][];
            card: string;
            consents: components["schemas"]["ConsentView"][];
            criteria: string[];
            /** Format: int64 */
            grade: number | null;
            handovers: components["schemas"]["HandoverView"][];
            house: string;
            id: string;
            landmark: string;
            mark: string;
            name: string;
            people: components["schemas"]["HouseholdPeople"];
            phone: string;
            phone_last4: string;
            phone_of: string;
            registered_at: string;
            /** Format: int64 */
            size: number;
            verified: boolean;
            /** Format: int64 */
            version: number;
            withdrawn_at: string | null;
        };
        HouseholdErasing: {
            /** Format: uuid */
            household: string;
            /** @enum {string} */
            reason: "family_asked" | "registered_by_mistake" | "no_longer_needed";
        };
        HouseholdList: {
            /** Format: int64 */
            newer: number;
            next: string;
            rows: components["schemas"]["HouseholdView"][];
        };
        HouseholdOpening: {
            /** Format: uuid */
            household: string;
            /** @enum {string} */
            reason: "decide_priority" | "visit" | "refer" | "danger" | "asked_by_family";
        };
        HouseholdPeople: {
            /** Format: int64 */
            boys: number;
            /** Format: int64 */
            elderly: number;
            /** Format: int64 */
            girls: number;
            /** Format: int64 */
            infants: number;
            /** Format: int64 */
            men: number;
            /** Format: int64 */
            women: number;
        };
        HouseholdPeopleChanged: {
            /** Format: int64 */
            boys?: number;
            /** Format: int64 */
            elderly?: number;
            /** Format: int64 */
            girls?: number;
            /** Format: int64 */
            infants?: number;
            /** Format: int64 */
            men?: number;
            /** Format: int64 */
            women?: number;
        };
        HouseholdPriorityChange: {
            /** Format: uuid */
            household: string;
            /** Format: int64 */
            private_reason: number;
            /** @enum {string} */
            reason: "asked_by_family" | "visit" | "danger" | "recorded_by_mistake" | "no_longer_applies";
        };
        HouseholdRegistration: {
            also_called: string;
            area: string;
            consent: components["schemas"]["HouseholdConsentGiven"];
            criteria: string[] | null;
            house: string;
            /** Format: uuid */
            id: string;
            landmark: string;
            mark: string;
            name: string;
            not_same_as: string[] | null;
            people: components["schemas"]["HouseholdPeople"];
            phone: string;
            phone_of: string;
            /** Format: int64 */
            private_reason: number;
            /** Format: byte */
            sealed_note?: string;
        };
        HouseholdView: {
            also_called: string;
            area: string;
            area_name: string;
            card: string;
            criteria: string[];
            /** Format: int64 */
            grade: number | null;
            house: string;
            id: string;
            name: string;
            people: components["schemas"]["HouseholdPeople"];
            phone_last4: string;
            registered_at: string;
            /** Format: int64 */
            size: number;
            verified: boolean;
        };
        InvitationView: {
            expires_at: string;
            language: string;
            login: string;
            name: string;
            organisation_name: string;
        };
        ItemView: {
            code: string;
            common: boolean;
            id: string;
            name: string;
            name_bn: string;
            name_hi: string;
            picture: string;
            unit: string;
        };
        JobDetail: {
            beat_at: string | null;
            began_at: string | null;
            code: string;
            created_at: string;
            dry_run: boolean;
            ended_at: string | null;
            file: string;
            file_name: string;
            /** Format: int64 */
            held: number;
            id: string;
            /** Format: int64 */
            kept: number;
            kind: string;
            mapping: components["schemas"]["ExchangeMapping"];
            problems: components["schemas"]["ExchangeProblem"][];
            /** Format: int64 */
            read: number;
            reason: string;
            /** Format: int64 */
            refused: number;
            result: boolean;
            similar: string;
            started_by: string;
            state: string;
            /** Format: int64 */
            total: number;
            /** Format: int64 */
            unchanged: number;
        };
        JobView: {
            beat_at: string | null;
            began_at: string | null;
            code: string;
            created_at: string;
            dry_run: boolean;
            ended_at: string | null;
            file_name: string;
            /** Format: int64 */
            held: number;
            id: string;
            /** Format: int64 */
            kept: number;
            kind: string;
            /** Format: int64 */
            read: number;
            reason: string;
            /** Format: int64 */
            refused: number;
            result: boolean;
            similar: string;
            started_by: string;
            state: string;
            /** Format: int64 */
            total: number;
            /** Format: int64 */
            unchanged: number;
        };
        JournalBackedUp: {
            backup: string;
            head: components["schemas"]["JournalHead"];
            taken_at: string;
        };
        JournalEpoch: {
            id?: string;
            /** Format: int64 */
            number: number;
        };
        JournalHead: {
            hash: string;
            /** Format: int64 */
            seq: number;
        };
        JournalOutcome: {
            code?: string;
            entry: string;
            message?: string;
            numbers?: {
                [key: string]: unknown;
            };
            path?: string;
            /** Format: int64 */
            seq?: number;
            status: string;
            was?: string;
        };
        JournalRestored: {
            backup: string;
            /** Format: uuid */
            epoch: string;
            head: components["schemas"]["JournalHead"];
            taken_at: string;
        };
        JournalSettlement: {
            decision: string;
            /** Format: uuid */
            exception: string;
            reason: string;
        };
        LanesIn: {
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            lanes: number;
            pin: string;
        };
        LaneView: {
            credential: string;
            /** Format: int64 */
            families: number;
            /** Format: int64 */
            lane: number;
            name: string;
            /** Format: int64 */
            opened: number;
        };
        LedgerView: {
            at: string;
            /** Format: int64 */
            balance: number;
            by: string;
            document: string;
            /** Format: int64 */
            in: number;
            item: string;
            kind: string;
            movement: string;
            /** Format: int64 */
            out: number;
            party: string;
            reason: string;
            reversed_by: string;
            reverses: string;
        };
        LetInIn: {
            reason: string;
        };
        LetInView: {
            /** Format: int64 */
            decided: number;
        };
        LineView: {
            item: string;
            /** Format: int64 */
            per_household: number;
        };
        MatchView: {
            area_name: string;
            id: string;
            name: string;
            phone_last4: string;
            /** Format: int64 */
            size: number;
            why: string[];
        };
        MeView: {
            account: components["schemas"]["PhoneAccount"];
            now: string;
        };
        NearView: {
            area: string;
            /** Format: double */
            border_km: number;
            code: string;
            inside: boolean;
            level: string;
            name: string;
            name_bn: string;
            parent: string;
            parent_name: string;
            path: string;
            quality: string;
        };
        NoteView: {
            /** Format: byte */
            blob: string;
        };
        Nothing: Record<string, never>;
        OfficerView: {
            account: string;
            admitted: boolean;
            name: string;
            recipient: string;
            rejoin: string;
        };
        OrganisationView: {
            id: string;
            login_suffix: string;
            name: string;
            own: boolean;
        };
        OtherPhoneView: {
            credential: string;
            name: string;
            withdrawn_at: string | null;
        };
        PendingView: {
            asked_at: string;
            asked_by: string;
            effect_at: string | null;
            entry: string;
            kind: string;
            may_approve: boolean;
            may_object: boolean;
            mine: boolean;
            subject: string;
        };
        PeopleAccount: {
            demo?: boolean;
            grants: components["schemas"]["PeopleGrant"][];
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            language: "en" | "bn" | "hi";
            login: string;
            name: string;
            /** Format: uuid */
            organisation: string;
        };
        PeopleAdmitting: {
            /** Format: uuid */
            account: string;
            /** Format: uuid */
            rejoin?: string;
            /** Format: byte */
            wrapped: string;
        };
        PeopleAppointing: {
            /** Format: uuid */
            account: string;
        };
        PeopleApproving: {
            /** Format: uuid */
            entry: string;
        };
        PeopleBeginning: {
            account: components["schemas"]["PeopleAccount"];
            organisation: components["schemas"]["PeopleOrganisation"];
        };
        PeopleBringing: {
            /** Format: uuid */
            credential: string;
            sha256: string;
        };
        PeopleCallListOpening: {
            /** Format: uuid */
            credential: string;
            /** @enum {string} */
            reason: "inform_families" | "arrange_visits" | "answer_authority";
        };
        PeopleChange: {
            /** Format: uuid */
            account: string;
            /** Format: int64 */
            base_version: number;
            grants: components["schemas"]["PeopleGrant"][];
            /** @enum {string} */
            language: "en" | "bn" | "hi";
            name: string;
        };
        PeopleEnding: {
            /** Format: uuid */
            account: string;
        };
        PeopleEnrolment: {
            /** Format: uuid */
            credential: string;
            /** Format: uuid */
            device: string;
            name: string;
        };
        PeopleFounding: {
            recipient: string;
            /** Format: byte */
            wrapped: string;
        };
        PeopleGrant: {
            area_path: string;
            role: string;
        };
        PeopleInviting: {
            /** Format: uuid */
            account: string;
            /** Format: uuid */
            id: string;
            reset?: boolean;
        };
        PeopleJoining: {
            recipient: string;
            /** Format: byte */
            secret: string;
        };
        PeopleLettingIn: {
            /** Format: uuid */
            credential: string;
            reason: string;
        };
        PeopleListExport: {
            area: string;
            /** @enum {string} */
            format: "csv" | "xlsx";
            /** @enum {string} */
            list: "households" | "assessments" | "stock" | "handovers";
            since: string;
            tags: boolean;
        };
        PeopleObjecting: {
            /** Format: uuid */
            entry: string;
            reason: string;
        };
        PeopleOrganisation: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        PeopleTakenBack: Record<string, never>;
        PeopleWithdrawing: {
            /** Format: uuid */
            credential: string;
            /** @enum {string} */
            reason: "lost" | "stolen" | "returned" | "other";
        };
        PersonView: {
            expires_at: string | null;
            grants: components["schemas"]["GrantView"][];
            id: string;
            language: string;
            login: string;
            mine: boolean;
            name: string;
            organisation: string;
            roles: string[];
            /** @enum {string} */
            state: "waiting" | "invited" | "expired" | "come" | "ended";
            steward: boolean;
            /** Format: int64 */
            version: number;
        };
        PhoneAccount: {
            grants: components["schemas"]["PhoneGrant"][];
            id: string;
            language: string;
            login: string;
            name: string;
            organisation: string;
            organisation_name: string;
        };
        PhoneGrant: {
            path: string;
            role: string;
        };
        PhotoKept: {
            id: string;
        };
        PlaceView: {
            card_code: string;
            /** Format: int64 */
            grade: number;
            household: string;
            household_name: string;
            in: string;
            /** Format: int64 */
            rank: number;
            served_at: string | null;
        };
        PledgeView: {
            /** Format: int64 */
            amount_paise: number;
            donor: string;
            id: string;
            /** Format: int64 */
            paid_paise: number;
            recorded_at: string;
            state: string;
        };
        PreviewView: {
            rows: components["schemas"]["ExchangePreviewRow"][];
        };
        PriorityView: {
            at: string | null;
            by: string;
            private_reason: boolean;
            reason: string;
        };
        Problem: {
            code: string;
            detail: string;
            entry?: string;
            numbers?: {
                [key: string]: unknown;
            };
            outcome?: string;
            path?: string;
            /** Format: int64 */
            status: number;
            title: string;
            type: string;
        };
        ProtectionView: {
            asked: boolean;
            mine: string;
            officers: components["schemas"]["OfficerView"][];
            recipient: string;
            /** Format: byte */
            secret: string;
            /** Format: byte */
            wrapped: string;
        };
        Rowsstring: {
            next: string;
            rows: string[];
        };
        SealedView: {
            /** Format: byte */
            sealed: string;
        };
        SessionView: {
            account: components["schemas"]["AccountView"];
            csrf: string;
            demo: boolean;
            disk_full: boolean;
        };
        SheetIn: {
            accounts: string[];
            /** @enum {string} */
            language?: "en" | "bn" | "hi";
            reset?: boolean;
        };
        SignIn: {
            login: string;
            password: string;
        };
        SituationView: {
            area: string;
            area_name: string;
            by: string;
            day: string;
            flooded: string;
            id: string;
            market: string;
            note: string;
            occurred_at: string;
            power: string;
            recorded_at: string;
            road: string;
            water: string;
        };
        StartView: {
            /** Format: int64 */
            items: number;
            organisation: string;
            /** Format: int64 */
            people: number;
            /** Format: int64 */
            places: number;
        };
        StockAcceptance: {
            /** Format: uuid */
            id: string;
            lines: components["schemas"]["StockArrival"][] | null;
            /** Format: uuid */
            waybill: string;
        };
        StockArrival: {
            /** Format: uuid */
            item: string;
            reason: string;
            /** Format: int64 */
            received: number;
        };
        StockConsignment: {
            driver: string;
            /** Format: uuid */
            from: string;
            /** Format: uuid */
            id: string;
            lines: components["schemas"]["StockLine"][] | null;
            number: string;
            /** Format: uuid */
            to: string;
            vehicle: string;
        };
        StockLine: {
            /** Format: uuid */
            item: string;
            /** Format: int64 */
            quantity: number;
        };
        StockNewItem: {
            code: string;
            common?: boolean;
            /** Format: uuid */
            id: string;
            name: string;
            name_bn: string;
            name_hi: string;
            /** @enum {string} */
            picture: "tarpaulin" | "food" | "hygiene" | "other";
            unit: string;
        };
        StockNewStore: {
            area: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "warehouse" | "partner" | "site";
            name: string;
            /** Format: uuid */
            organisation?: string;
        };
        StockReceipt: {
            document: string;
            /** Format: uuid */
            id: string;
            lines: components["schemas"]["StockLine"][] | null;
            /** Format: uuid */
            store: string;
            supplier: string;
        };
        StockReversal: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            movement: string;
            reason: string;
        };
        StoreView: {
            area: string;
            area_name: string;
            balances: components["schemas"]["BalanceView"][];
            id: string;
            kind: string;
            name: string;
            organisation: string;
            organisation_name: string;
            own: boolean;
        };
        SummaryCarried: {
            also_called: string;
            area: string;
            card: string;
            /** Format: int64 */
            grade: number | null;
            house: string;
            household: string;
            mark: string;
            name: string;
            phone4: string;
            /** Format: int64 */
            size: number;
            sounds: string[];
        };
        SummaryCounts: {
            /** Format: int64 */
            carded: number;
            /** Format: int64 */
            entitled: number;
            grades: number[] | null;
            /** Format: int64 */
            households: number;
            /** Format: int64 */
            people: number;
            /** Format: int64 */
            reached: number;
            /** Format: int64 */
            served: number;
        };
        SummaryView: {
            level: string;
            rows: components["schemas"]["AreaCounts"][];
            /** Format: int64 */
            seq: number;
            total: components["schemas"]["SummaryCounts"];
        };
        VerdictView: {
            at: string | null;
            card_code: string;
            items: components["schemas"]["DueView"][];
            mark: string;
            place: string;
            /** Format: int64 */
            size: number;
            verdict: string;
        };
        WaybillLineView: {
            item: string;
            reason: string;
            /** Format: int64 */
            received: number | null;
            /** Format: int64 */
            sent: number;
        };
        WaybillView: {
            from: string;
            from_name: string;
            id: string;
            incoming: boolean;
            lines: components["schemas"]["WaybillLineView"][];
            number: string;
            sent_at: string;
            state: string;
            to: string;
            to_name: string;
        };
        webAreaView: {
            next: string;
            rows: components["schemas"]["AreaView"][];
        };
        webAssessmentView: {
            next: string;
            rows: components["schemas"]["AssessmentView"][];
        };
        webBatchView: {
            next: string;
            rows: components["schemas"]["BatchView"][];
        };
        webCampaignView: {
            next: string;
            rows: components["schemas"]["CampaignView"][];
        };
        webDistributionView: {
            next: string;
            rows: components["schemas"]["DistributionView"][];
        };
        webExceptionView: {
            next: string;
            rows: components["schemas"]["ExceptionView"][];
        };
        webGrievanceView: {
            next: string;
            rows: components["schemas"]["GrievanceView"][];
        };
        webHomeView: {
            next: string;
            rows: components["schemas"]["HomeView"][];
        };
        webItemView: {
            next: string;
            rows: components["schemas"]["ItemView"][];
        };
        webJobView: {
            next: string;
            rows: components["schemas"]["JobView"][];
        };
        webLedgerView: {
            next: string;
            rows: components["schemas"]["LedgerView"][];
        };
        webMatchView: {
            next: string;
            rows: components["schemas"]["MatchView"][];
        };
        webNearView: {
            next: string;
            rows: components["schemas"]["NearView"][];
        };
        webNoteView: {
            next: string;
            rows: components["schemas"]["NoteView"][];
        };
        webOrganisationView: {
            next: string;
            rows: components["schemas"]["OrganisationView"][];
        };
        webPendingView: {
            next: string;
            rows: components["schemas"]["PendingView"][];
        };
        webPersonView: {
            next: string;
            rows: components["schemas"]["PersonView"][];
        };
        webPlaceView: {
            next: string;
            rows: components["schemas"]["PlaceView"][];
        };
        webPledgeView: {
            next: string;
            rows: components["schemas"]["PledgeView"][];
        };
        webSituationView: {
            next: string;
            rows: components["schemas"]["SituationView"][];
        };
        webStoreView: {
            next: string;
            rows: components["schemas"]["StoreView"][];
        };
        webWaybillView: {
            next: string;
            rows: components["schemas"]["WaybillView"][];
        };
        webWithdrawalView: {
            next: string;
            rows: components["schemas"]["WithdrawalView"][];
        };
        WithdrawalView: {
            area_name: string;
            by: string;
            id: string;
            mine: boolean;
            registered_at: string;
            withdrawn_at: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_api_v1_accounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webPersonView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_accounts_import: {
        parameters: {
            query?: {
                apply?: string;
                area?: string;
                language?: string;
                organisation?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExchangePeopleList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_areas: {
        parameters: {
            query?: {
                level?: string;
                parent?: string;
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webAreaView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_areas_aliases: {
        parameters: {
            query?: {
                area?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rowsstring"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_areas_import: {
        parameters: {
            query?: {
                code?: string;
                issuer?: string;
                level?: string;
                name?: string;
                name_bn?: string;
                parent?: string;
                quality?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExchangeReport"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_areas_near: {
        parameters: {
            query?: {
                lat?: string;
                lon?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webNearView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_assessments: {
        parameters: {
            query?: {
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webAssessmentView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_beginning: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BegunView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_beginning: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_campaigns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webCampaignView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_campaigns_slug: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_campaigns_slug_homes: {
        parameters: {
            query?: {
                after?: string;
                area?: string;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webHomeView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_campaigns_slug_pledges: {
        parameters: {
            query?: {
                after?: string;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webPledgeView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_card_batches: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webBatchView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_card_batches_id_sheet_pdf: {
        parameters: {
            query?: {
                language?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_cards_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CardShown"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_devices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_devices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnrolIn"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrolledView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_devices_id_calls: {
        parameters: {
            query?: {
                opening?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_devices_id_held: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_devices_id_let_in: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LetInIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetInView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_devices_id_photos: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilePhoto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldKept"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_devices_id_records: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilePiece"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldAnswer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_devices_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_distributions: {
        parameters: {
            query?: {
                after?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webDistributionView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_distributions_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DistributionView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_distributions_id_custody: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustodyView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_distributions_id_lanes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LanesIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalOutcome"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_distributions_id_list: {
        parameters: {
            query?: {
                after?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webPlaceView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_distributions_id_list_household: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                household: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_distributions_id_verdict: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CardShown"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerdictView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_entries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "organisation.add";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleOrganisation"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "organisation.found";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleBeginning"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "account.add";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleAccount"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "account.change";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleChange"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "account.invite";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleInviting"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "account.end";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleEnding"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "account.reinstate";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleEnding"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "steward.appoint";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleAppointing"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "device.enrol";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleEnrolment"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "device.withdraw";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleWithdrawing"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "call_list.open";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleCallListOpening"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "area.put";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["AreaDescription"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "area.alias";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["AreaOwnAliases"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "item.add";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["StockNewItem"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "store.add";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["StockNewStore"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "stock.receive";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["StockReceipt"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "stock.dispatch";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["StockConsignment"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "stock.accept";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["StockAcceptance"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "stock.reverse";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["StockReversal"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "exception.settle";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["JournalSettlement"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "list.export";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleListExport"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "journal.restored";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["JournalRestored"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "withheld.let_in";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleLettingIn"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "outbox.bring";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleBringing"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "entry.withdrawn";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleTakenBack"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "backup.taken";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["JournalBackedUp"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "household.register";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdRegistration"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "household.correct";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdCorrection"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "consent.record";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdAnswer"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "household.erase";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdErasing"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "damage.assess";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DamageFinding"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "damage.verify";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DamageSecond"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "situation.report";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DamageSituation"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "grievance.take";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["GrievanceTaking"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "grievance.settle";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["GrievanceSettling"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "grievance.open";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["GrievanceOpening"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "protection.join";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleJoining"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "protection.found";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleFounding"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "protection.rejoin";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleJoining"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "protection.admit";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleAdmitting"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "note.open";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdOpening"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "priority.set";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdPriorityChange"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "card.print_batch";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["CardPrinting"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "card.bind";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["CardBinding"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "card.revoke";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["CardRevoking"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "distribution.plan";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionProposal"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "distribution.approve";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionApproval"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "distribution.open";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionOpening"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "distribution.close";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionClosing"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "handover.give";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionGiving"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "distribution.lanes";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionLaning"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "lane.free";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionFreeing"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "custody.load";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionLoading"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "handover.record";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionRecorded"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "handover.undo";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionUndone"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "custody.close";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionCounted"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "lane.open";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionLaneOpened"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "list.searched";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionSearch"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "campaign.add";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["CampaignNewCampaign"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "pledge.record";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["CampaignNewPledge"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "payment.record";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["CampaignNewPayment"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "home.promise";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["CampaignHomePromise"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "home.advance";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["CampaignHomeAdvance"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "pending.approve";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleApproving"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "pending.object";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleObjecting"];
                    /** @enum {integer} */
                    schema: 1;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalOutcome"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_exceptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webExceptionView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_exports_assessments_csv: {
        parameters: {
            query?: {
                area?: string;
                hxl?: string;
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_exports_assessments_xlsx: {
        parameters: {
            query?: {
                area?: string;
                hxl?: string;
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_exports_handovers_csv: {
        parameters: {
            query?: {
                area?: string;
                hxl?: string;
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_exports_handovers_xlsx: {
        parameters: {
            query?: {
                area?: string;
                hxl?: string;
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_exports_households_csv: {
        parameters: {
            query?: {
                area?: string;
                hxl?: string;
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_exports_households_xlsx: {
        parameters: {
            query?: {
                area?: string;
                hxl?: string;
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_exports_stock_csv: {
        parameters: {
            query?: {
                area?: string;
                hxl?: string;
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_exports_stock_xlsx: {
        parameters: {
            query?: {
                area?: string;
                hxl?: string;
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_feed: {
        parameters: {
            query?: {
                epoch?: string;
                hash?: string;
                next_seq?: string;
                seq?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldFeed"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_grievances: {
        parameters: {
            query?: {
                after?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webGrievanceView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_grievances_id_sealed: {
        parameters: {
            query?: {
                opening?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SealedView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_households: {
        parameters: {
            query?: {
                after?: string;
                area?: string;
                card?: string;
                carded?: string;
                criterion?: string;
                grade?: string;
                house?: string;
                search?: string;
                served?: string;
                since?: string;
                sort?: string;
                verified?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_households_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdDetail"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_households_id_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_households_id_notes: {
        parameters: {
            query?: {
                opening?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webNoteView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_households_id_priority: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriorityView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_households_count: {
        parameters: {
            query?: {
                area?: string;
                carded?: string;
                criterion?: string;
                grade?: string;
                house?: string;
                served?: string;
                since?: string;
                verified?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_households_similar: {
        parameters: {
            query?: {
                area?: string;
                name?: string;
                phone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webMatchView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_import_fields: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldsView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_import_files: {
        parameters: {
            query?: {
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExchangeStoredFile"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_import_mappings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["exchangeNamedMapping"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_import_mappings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExchangeNamedMapping"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExchangeNamedMapping"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_import_preview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExchangeNewJob"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_invitations_accept: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_invitations_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_invitations_sheet_pdf: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SheetIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_items: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webItemView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_jobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webJobView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_jobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExchangeNewJob"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_jobs_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDetail"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_jobs_id_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_jobs_id_result_csv: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_lost_phones: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_organisations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webOrganisationView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_pack: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldIssued"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_pack_id_part: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                part: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_pending: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webPendingView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_photos: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": string;
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhotoKept"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_photos_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_photos_parts_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldKept"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_photos_parts_id: {
        parameters: {
            query?: {
                offset?: string;
                sha256?: string;
                size?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldKept"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_protection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtectionView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_api_v1_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_situations: {
        parameters: {
            query?: {
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webSituationView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_start: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_stores: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webStoreView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_stores_id_ledger: {
        parameters: {
            query?: {
                after?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webLedgerView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_summary: {
        parameters: {
            query?: {
                area?: string;
                level?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_v1_sync: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FieldPush"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldAnswer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_waybills: {
        parameters: {
            query?: {
                after?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webWaybillView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_v1_withdrawals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["webWithdrawalView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
