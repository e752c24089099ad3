// Generated from the OpenAPI document of the server by `make contract`. Do not edit.

export interface paths {
    "/api/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own sessions and second factor */
        get: operations["get_api_v1_account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change one's own password, and end the other sessions */
        post: operations["post_api_v1_account_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to set up one's own second factor */
        post: operations["post_api_v1_account_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/second-factor/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** New recovery codes */
        post: operations["post_api_v1_account_second_factor_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm it by its first code; the recovery codes */
        post: operations["post_api_v1_account_second_factor_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/second-factor/off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turn one's own second factor off */
        post: operations["post_api_v1_account_second_factor_off"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sessions/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End one of one's own sessions, or all others */
        post: operations["post_api_v1_account_sessions_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People that one administers, with their invitation state */
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
        /** One's organisation's own names for an area */
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
        /** Places from a file */
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
        /** Areas that may contain a point, nearest first */
        get: operations["get_api_v1_areas_near"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/areas/shipped": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Districts whose places come with the program */
        get: operations["get_api_v1_areas_shipped"];
        put?: never;
        /** Import places that come with the program */
        post: operations["post_api_v1_areas_shipped"];
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
        /** Assessments to be verified by a second person */
        get: operations["get_api_v1_assessments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assessments/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count assessments to be verified by a second person */
        get: operations["get_api_v1_assessments_count"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/autolock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Minutes without use after which phones lock */
        get: operations["get_api_v1_autolock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Backups that the program makes by itself, and the inserted sticks */
        get: operations["get_api_v1_backup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backup/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Draw a key for backups: its two halves, once, to be printed */
        post: operations["post_api_v1_backup_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backup/key/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put the printed key into force */
        post: operations["post_api_v1_backup_key_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backup/place": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make another stick or folder known */
        post: operations["post_api_v1_backup_place"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backup/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a backup now */
        post: operations["post_api_v1_backup_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backup/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open the newest backup with both halves of the key */
        post: operations["post_api_v1_backup_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backup/test/postpone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Postpone the monthly test by a week */
        post: operations["post_api_v1_backup_test_postpone"];
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
        /** Whether the first account exists */
        get: operations["get_api_v1_beginning"];
        put?: never;
        /** Create the first administrator */
        post: operations["post_api_v1_beginning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/beginning/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Backups that an empty installation can restore, with the setup code */
        post: operations["post_api_v1_beginning_restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/beginning/restore/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restart into the restored data */
        post: operations["post_api_v1_beginning_restore_finish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/beginning/restore/piece": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload a piece of a backup */
        post: operations["post_api_v1_beginning_restore_piece"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/beginning/restore/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore a backup into an empty installation */
        post: operations["post_api_v1_beginning_restore_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/beginning/restore/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Progress of a restore */
        post: operations["post_api_v1_beginning_restore_state"];
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
        /** One campaign with its totals */
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
        /** Look up a card */
        post: operations["post_api_v1_cards_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/condition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Problems of the server's machine: clock, sleep, disk, network */
        get: operations["get_api_v1_condition"];
        put?: never;
        post?: never;
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
        /** Phones, with worker, last contact and unsent entries */
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
        /** Call list for a lost phone, after an entry call_list.open */
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
        /** Data about families held by a phone, in numbers */
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
        /** Decide the withheld records of a blocked phone */
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
        /** Upload a photo from a phone's exported file */
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
        /** Upload a piece of a phone's exported outbox file */
        post: operations["post_api_v1_devices_id_records"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The holder of a login and password, before enrolment */
        post: operations["post_api_v1_devices_check"];
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
        /** The requesting phone */
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
        /** Custody of a distribution's goods, and its lanes */
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
        /** Split a list into lanes, with the team leader's PIN */
        post: operations["post_api_v1_distributions_id_lanes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/distributions/{id}/leader": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set the team leader's PIN of a list that is not split */
        post: operations["post_api_v1_distributions_id_leader"];
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
        /** The entitlement of a card, before a handover */
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
        /** Submit an entry, idempotent by its id */
        post: operations["post_api_v1_entries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/erasable-complaint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A complaint about no registered family, to be erased */
        get: operations["get_api_v1_erasable_complaint"];
        put?: never;
        post?: never;
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
        /** Exceptions, settled ones last */
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
        /** Feed: changes since a cursor */
        get: operations["get_api_v1_feed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Forms entered today, waiting for a second typing, and differing */
        get: operations["get_api_v1_form_progress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs of printed forms, newest first */
        get: operations["get_api_v1_form_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-runs/{id}/forms.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The blank forms of a run as A4 pages */
        get: operations["get_api_v1_form_runs_id_forms_pdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Public key of sealed notes, and the help number */
        get: operations["get_api_v1_form_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/form-workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People whose forms are entered */
        get: operations["get_api_v1_form_workers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms-differing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Forms whose two typings differ, to be decided */
        get: operations["get_api_v1_forms_differing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms-to-retype": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Forms that wait for the reader's second typing, oldest first */
        get: operations["get_api_v1_forms_to_retype"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a form's number */
        get: operations["get_api_v1_forms_number"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forms/{number}/typings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What differs between the two typings of a form */
        get: operations["get_api_v1_forms_number_typings"];
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
        /** Grievances, newest first */
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
        /** Households: newest first, sorted, or by relevance */
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
    "/api/v1/households/{id}/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fields of a household with two answers, for the office to decide */
        get: operations["get_api_v1_households_id_claims"];
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
        /** History of a household, oldest first */
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
    "/api/v1/households/{id}/position": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Position of a house, after an entry position.open */
        get: operations["get_api_v1_households_id_position"];
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
        /** Count households matching a filter */
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
        /** Fields that a column can be mapped to */
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
        /** Upload a list (CSV or XLSX) for an import */
        post: operations["post_api_v1_import_files"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import-inspections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An uploaded file in another encoding, or another of its sheets */
        post: operations["post_api_v1_import_inspections"];
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
        /** Preview of the first rows of an import */
        post: operations["post_api_v1_import_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import-templates/{list}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The template of a list, with an example row */
        get: operations["get_api_v1_import_templates_list"];
        put?: never;
        post?: never;
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
        /** Accept an invitation with a password, and sign in */
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
        /** The holder of an invitation */
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
        /** Start an import, or get the running one */
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
        /** One job, with the first refused rows */
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
    "/api/v1/jobs/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide about held rows, which starts their import */
        post: operations["post_api_v1_jobs_id_decisions"];
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
        /** The refused rows, for correction and another import */
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
        /** Phones blocked as lost or stolen */
        get: operations["get_api_v1_lost_phones"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/machine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The server's machine: address for phones, autostart */
        get: operations["get_api_v1_machine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/machine/autostart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start the server with its machine, or no longer */
        post: operations["post_api_v1_machine_autostart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/not-reached": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Families that are known and not reached, by area and result */
        get: operations["get_api_v1_not_reached"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opening-stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A list of what a store has at the beginning: judged, or received */
        post: operations["post_api_v1_opening_stock"];
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
        /** Organisations that one administers */
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
        /** Upload a photo */
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
        /** Upload progress of a photo */
        get: operations["get_api_v1_photos_parts_id"];
        put?: never;
        /** Upload a piece of a sealed photo */
        post: operations["post_api_v1_photos_parts_id"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether positions of houses are recorded */
        get: operations["get_api_v1_positions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/practice-cards.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The cards of practice mode as A4 sheets */
        get: operations["get_api_v1_practice_cards_pdf"];
        put?: never;
        post?: never;
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
    "/api/v1/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a sign-in needs a second factor */
        get: operations["get_api_v1_second_factor"];
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
        /** The session's account */
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
    "/api/v1/session/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The second step of a sign-in: a code */
        post: operations["post_api_v1_session_second_factor"];
        delete?: never;
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
        /** Situation reports of areas, newest first */
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
        /** Progress of an organisation's first steps */
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
        /** Stores, with the balances of one's own */
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
        /** Push many entries; 200 with a result for each */
        post: operations["post_api_v1_sync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unplaced": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Families of a village's panchayat that have no village */
        get: operations["get_api_v1_unplaced"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upgrade": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last upgrade of the program, and whether another waits */
        get: operations["get_api_v1_upgrade"];
        put?: never;
        /** Replace the program by the new one beside it */
        post: operations["post_api_v1_upgrade"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recordings of spoken texts, by dialect */
        get: operations["get_api_v1_voice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voice/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload a recording of a spoken text */
        post: operations["post_api_v1_voice_files"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voice/files/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The file of a recording */
        get: operations["get_api_v1_voice_files_sha256"];
        put?: never;
        post?: never;
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
        /** Waybills, newest first; in transit by what they wait for, oldest first */
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
        /** Households that withdrew consent and are to be erased, without names */
        get: operations["get_api_v1_withdrawals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The work that waits for the reader, in numbers */
        get: operations["get_api_v1_work"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/written-places": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names of places that workers did not find, to be decided */
        get: operations["get_api_v1_written_places"];
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
            code?: string;
            /** Format: new-password */
            password: string;
        };
        AccountsPeopleList: {
            rows: components["schemas"]["AccountsPersonRow"][];
        };
        AccountsPersonProblem: {
            code: components["schemas"]["FaultCode"];
            column: string;
        };
        AccountsPersonRow: {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            generated: boolean;
            language: string;
            /** Format: int64 */
            line: number;
            login: string;
            name: string;
            problems: components["schemas"]["AccountsPersonProblem"][];
            roles: components["schemas"]["Role"][];
            /** @enum {string} */
            state: "new" | "there" | "wrong" | "added";
        };
        AccountView: {
            id: components["schemas"]["ActorAccountID"];
            language: components["schemas"]["Language"];
            name: string;
            organisation: components["schemas"]["ActorOrganisationID"];
            organisation_name: string;
            roles: components["schemas"]["Role"][];
            steward: boolean;
        };
        /** Format: uuid */
        ActorAccountID: import('../ids').AccountId;
        /** Format: uuid */
        ActorOrganisationID: import('../ids').OrganisationId;
        /** @enum {string} */
        AnswerBy: "visit" | "phone" | "none";
        AnswerView: {
            area: components["schemas"]["AreaKey"] | "";
            at: string | null;
            by: string;
            value: string[];
            value_bn: string;
            value_hi: string;
        };
        /** @enum {string} */
        App: "field" | "office";
        AreaAreaAlias: {
            aliases?: string[];
            area: components["schemas"]["AreaKey"];
        };
        AreaAreaPut: {
            aliases?: string[] | null;
            /** Format: area-attribution */
            attribution?: string;
            centre?: number[] | null;
            /** Format: area-code */
            code: string;
            level: components["schemas"]["Level"];
            /** Format: area-name */
            name: string;
            /** Format: area-name */
            name_bn?: string;
            /** Format: area-name */
            name_hi?: string;
            outline?: unknown;
            parent?: components["schemas"]["AreaKey"] | "";
            quality?: components["schemas"]["Quality"] | "";
        };
        AreaCounts: {
            area: components["schemas"]["AreaKey"];
            /** Format: int64 */
            carded: number;
            /** Format: int64 */
            entitled: number;
            grades: [
                number,
                number,
                number,
                number,
                number
            ];
            /** Format: int64 */
            households: number;
            name: string;
            name_bn: string;
            name_hi: string;
            /** Format: int64 */
            people: number;
            /** Format: int64 */
            reached: number;
            /** Format: int64 */
            reported: number;
            /** Format: int64 */
            served: number;
        };
        /** Format: area-key */
        AreaKey: import('../ids').AreaKey;
        AreasRefusal: {
            area?: string;
            code: components["schemas"]["FaultCode"];
            message: string;
            /** Format: int64 */
            number: number;
            numbers?: {
                [key: string]: unknown;
            };
            path?: string;
        };
        AreasReport: {
            /** Format: int64 */
            elsewhere: number;
            /** Format: int64 */
            kept: number;
            /** Format: int64 */
            read: number;
            refused: components["schemas"]["AreasRefusal"][];
            /** Format: int64 */
            skipped: number;
            /** Format: int64 */
            unchanged: number;
            unit: string;
        };
        AreasShippedBlock: {
            area: components["schemas"]["AreaKey"];
            name: string;
            name_bn: string;
            name_hi: string;
        };
        AreasShippedDistrict: {
            /** Format: int64 */
            blocks: number;
            cities: components["schemas"]["AreasShippedBlock"][];
            district: string;
            name: string;
            name_bn: string;
            name_hi: string;
            /** Format: int64 */
            panchayats: number;
            stored: boolean;
            without_panchayats: components["schemas"]["AreasShippedBlock"][];
        };
        AreasShippedReport: {
            districts: components["schemas"]["AreasShippedDistrict"][];
            dry_run: boolean;
            /** Format: int64 */
            elsewhere: number;
            /** Format: int64 */
            kept: number;
            /** Format: int64 */
            read: number;
            refused: components["schemas"]["AreasRefusal"][];
            /** Format: int64 */
            skipped: number;
            /** Format: int64 */
            unchanged: number;
            unit: string;
        };
        AreaView: {
            area: components["schemas"]["AreaKey"];
            code: string;
            level: components["schemas"]["Level"];
            name: string;
            name_bn: string;
            name_hi: string;
            parent: components["schemas"]["AreaKey"];
            parent_name: string;
            parent_name_bn: string;
            parent_name_hi: string;
            path: string;
        };
        AreaViewRows: {
            next: string;
            rows: components["schemas"]["AreaView"][];
        };
        AssessmentView: {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            assessed_at: string;
            assessed_by: string;
            /**
             * Format: int64
             * @enum {integer|null}
             */
            grade: 0 | 1 | 2 | 3 | 4 | null;
            house: components["schemas"]["House"];
            household: components["schemas"]["HouseholdID"];
            household_name: string;
            id: components["schemas"]["DamageID"];
            mark: components["schemas"]["Mark"] | "";
            no_photo: components["schemas"]["NoPhoto"] | "";
            note: string;
            photos: components["schemas"]["MediaID"][];
            seen: components["schemas"]["Viewing"] | "";
            seen_on: string;
            verified_by: string;
            /**
             * Format: int64
             * @enum {integer|null}
             */
            verified_grade: 0 | 1 | 2 | 3 | 4 | null;
            withheld: boolean;
        };
        AssessmentViewRows: {
            next: string;
            rows: components["schemas"]["AssessmentView"][];
        };
        AutolockView: {
            at: string | null;
            by: string;
            /** Format: int64 */
            minutes: number;
        };
        AutostartIn: {
            on: boolean;
        };
        BackupAge: {
            /** Format: int64 */
            hours: number | null;
        };
        BackupFolderIn: {
            folder: string;
        };
        BackupGroupsIn: {
            groups: string[];
        };
        BackupHalf: {
            groups: string[];
            /**
             * Format: int64
             * @enum {integer}
             */
            number: 1 | 2;
        };
        BalanceView: {
            item: components["schemas"]["StockItemID"];
            /** Format: int64 */
            quantity: number;
        };
        BatchView: {
            /** Format: int64 */
            bound: number;
            /** Format: int64 */
            cards: number;
            id: components["schemas"]["CardBatchID"];
            name: string;
            /** Format: int64 */
            number: number;
            printed_at: string;
        };
        BatchViewRows: {
            next: string;
            rows: components["schemas"]["BatchView"][];
        };
        BeginIn: {
            code?: string;
            language: components["schemas"]["Language"];
            login: string;
            name: string;
            organisation: string;
            /** Format: new-password */
            password: string;
        };
        BegunView: {
            backup: components["schemas"]["BackupAge"] | null;
            begun: boolean;
        };
        CallList: {
            /** Format: int64 */
            elsewhere: number;
            rows: components["schemas"]["CallView"][];
            /** Format: int64 */
            unknown: number;
        };
        /** @enum {string} */
        CallReason: "inform_families" | "arrange_visits" | "answer_authority";
        CallView: {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            first: boolean;
            household: components["schemas"]["HouseholdID"];
            name: string;
            phone: string;
            phone_of: components["schemas"]["PhoneOwner"] | "";
            /** Format: int64 */
            size: number;
        };
        CampaignCampaignAdd: {
            district?: components["schemas"]["AreaKey"];
            /** Format: int64 */
            goal_homes: number;
            /** Format: int64 */
            home_price_paise: number;
            id: components["schemas"]["CampaignID"];
            name: string;
            name_bn?: string;
            name_hi?: string;
            slug: string;
        };
        CampaignHomeAdvance: {
            home: components["schemas"]["CampaignHomeID"];
            note?: string;
            to: components["schemas"]["Step"];
        };
        /** Format: uuid */
        CampaignHomeID: import('../ids').HomeId;
        CampaignHomePromise: {
            area: components["schemas"]["AreaKey"];
            campaign: components["schemas"]["CampaignID"];
            /** Format: int64 */
            count: number;
            id: components["schemas"]["CampaignHomeID"];
        };
        /** Format: uuid */
        CampaignID: import('../ids').CampaignId;
        /** Format: uuid */
        CampaignPaymentID: import('../ids').PaymentId;
        CampaignPaymentRecord: {
            /** Format: int64 */
            amount_paise: number;
            /** @enum {string} */
            currency: "INR";
            id: components["schemas"]["CampaignPaymentID"];
            pledge: components["schemas"]["CampaignPledgeID"];
            /** Format: date */
            received_on: string;
            reference: string;
        };
        /** Format: uuid */
        CampaignPledgeID: import('../ids').PledgeId;
        CampaignPledgeRecord: {
            /** Format: int64 */
            amount_paise: number;
            campaign: components["schemas"]["CampaignID"];
            /** @enum {string} */
            currency: "INR";
            donor: string;
            id: components["schemas"]["CampaignPledgeID"];
        };
        CampaignView: {
            /** Format: int64 */
            goal_homes: number;
            /** Format: int64 */
            home_price_paise: number;
            homes_by_step: {
                /** Format: int64 */
                handed_over?: number;
                /** Format: int64 */
                paused?: number;
                /** Format: int64 */
                plinth?: number;
                /** Format: int64 */
                promised?: number;
                /** Format: int64 */
                roof?: number;
                /** Format: int64 */
                site_ready?: number;
                /** Format: int64 */
                stopped?: number;
                /** Format: int64 */
                walls?: number;
            };
            id: components["schemas"]["CampaignID"];
            name: string;
            name_bn: string;
            name_hi: string;
            /** Format: int64 */
            paid_paise: number;
            /** Format: int64 */
            pledged_paise: number;
            slug: string;
        };
        CampaignViewRows: {
            next: string;
            rows: components["schemas"]["CampaignView"][];
        };
        /** Format: uuid */
        CardBatchID: import('../ids').CardBatchId;
        CardCardBind: {
            card: string;
            household: components["schemas"]["HouseholdID"];
        };
        CardCardPrintBatch: {
            /** Format: int64 */
            cards: number;
            id: components["schemas"]["CardBatchID"];
            /** Format: free-text */
            name: string;
        };
        CardCardRetract: {
            card: string;
            household: components["schemas"]["HouseholdID"];
        };
        CardCardRevoke: {
            card: components["schemas"]["CardID"];
            reason: components["schemas"]["CardReason"];
        };
        CardHolder: {
            id: components["schemas"]["HouseholdID"];
            name: string;
            /** Format: int64 */
            size: number;
        };
        CardID: import('../ids').CardId;
        /** @enum {string} */
        CardReason: "lost" | "damaged" | "replaced" | "misused";
        CardShown: {
            card?: string;
        };
        /** @enum {string} */
        CardState: "blank" | "bound" | "withdrawn" | "expired";
        CardView: {
            batch_name: string;
            card: components["schemas"]["CardID"];
            code: string;
            /** Format: int64 */
            generation: number;
            household: components["schemas"]["CardHolder"] | null;
            reason: components["schemas"]["CardWithdrawal"] | "";
            state: components["schemas"]["CardState"];
        };
        /** @enum {string} */
        CardWithdrawal: "lost" | "damaged" | "replaced" | "misused" | "erased" | "mistaken";
        CarrierView: {
            carries: components["schemas"]["DistributionDue"][];
            closed: boolean;
            credential: components["schemas"]["PeopleCredentialID"];
            name: string;
        };
        ChangeView: {
            after: string[];
            after_bn: string;
            after_hi: string;
            before: string[];
            before_bn: string;
            before_hi: string;
            field: string;
        };
        CheckIn: {
            login: string;
            password: string;
            second_factor?: string;
        };
        ClaimsView: {
            claims: components["schemas"]["ClaimView"][];
            id: components["schemas"]["HouseholdID"];
            /** Format: int64 */
            version: number;
        };
        ClaimView: {
            claim: components["schemas"]["JournalEntryID"];
            claimed: components["schemas"]["AnswerView"];
            field: string;
            present: components["schemas"]["AnswerView"];
        };
        /** @enum {string} */
        ClockProblem: "slow" | "fast";
        CodeIn: {
            code?: string;
        };
        /** @enum {string} */
        Collector: "self" | "family" | "other";
        ColumnsAreaRule: {
            issuer?: string;
            level?: components["schemas"]["Level"];
            parent_level?: components["schemas"]["Level"];
            within?: components["schemas"]["AreaKey"];
        };
        ColumnsListConsent: {
            how: components["schemas"]["ConsentWay"];
            language: components["schemas"]["Language"];
            /** Format: list-date */
            on?: string;
        };
        ColumnsMappedColumn: {
            column: string;
            field: string;
            /** @enum {string} */
            unreadable?: "leave_out" | "refuse";
            values?: {
                [key: string]: string;
            };
        };
        ColumnsMapping: {
            area?: components["schemas"]["ColumnsAreaRule"];
            columns: components["schemas"]["ColumnsMappedColumn"][];
            consent?: components["schemas"]["ColumnsListConsent"];
            /** @enum {string} */
            date_order?: "dmy" | "mdy" | "ymd";
            defaults?: {
                [key: string]: string;
            };
            encoding?: components["schemas"]["TextEncoding"];
            fill_merged?: boolean;
            /** Format: int64 */
            header_row?: number;
            list?: string;
            pictures?: {
                [key: string]: string;
            };
            sheet?: string;
            sheets?: string[];
            size_as?: string;
            /** Format: int64 */
            skip_rows?: number;
            /** @enum {string} */
            unreadable?: "leave_out" | "refuse";
        };
        /** @enum {string} */
        ComplainantReach: "phone" | "neighbour" | "worker" | "camp";
        /** @enum {string} */
        ComplainantRelation: "self" | "family" | "neighbour" | "other";
        /** @enum {string} */
        ComplaintState: "open" | "settled" | "brought";
        ConditionView: {
            clock: components["schemas"]["ClockProblem"] | "";
            clock_now: string | null;
            clock_reference: string | null;
            disk_full: boolean;
            halted_from: string | null;
            halted_to: string | null;
            network: components["schemas"]["NetworkProblem"] | "";
        };
        /** @enum {string} */
        ConsentDetails: "given" | "refused";
        ConsentView: {
            at: string;
            by: string;
            given: boolean;
            how: components["schemas"]["ConsentWay"];
            language: components["schemas"]["Language"];
            purpose: components["schemas"]["Purpose"];
            recorded_at: string;
        };
        /** @enum {string} */
        ConsentWay: "read_by_me" | "played" | "told_in_person" | "told_by_phone" | "in_writing";
        CountView: {
            /** Format: int64 */
            count: number;
            more: boolean;
            /** Format: int64 */
            newer: number;
        };
        /** @enum {string} */
        Criterion: "woman_headed" | "child_headed" | "elderly_alone" | "pregnant_or_nursing" | "infant" | "disability" | "chronic_illness" | "widow" | "landless" | "house_on_embankment" | "documents_lost";
        CustodyView: {
            lanes: components["schemas"]["LaneView"][];
            leader: boolean;
            phones: components["schemas"]["CarrierView"][];
            recorded: {
                [key: string]: number;
            };
        };
        DamageDamageAssess: {
            /** Format: int64 */
            grade: number;
            house: components["schemas"]["House"];
            household: components["schemas"]["HouseholdID"];
            id: components["schemas"]["DamageID"];
            no_photo?: components["schemas"]["NoPhoto"] | "";
            /** Format: free-text */
            note?: string;
            /** Format: int64 */
            percent?: number | null;
            photos?: components["schemas"]["MediaID"][] | null;
            position?: components["schemas"]["DamagePosition"];
        };
        DamageDamagePhotograph: {
            household: components["schemas"]["HouseholdID"];
            /** Format: uuid */
            id: string;
            photos: components["schemas"]["MediaID"][] | null;
        };
        DamageDamageReport: {
            /** Format: int64 */
            grade: number;
            house?: components["schemas"]["House"] | "";
            household: components["schemas"]["HouseholdID"];
            /** Format: uuid */
            id: string;
            /** Format: free-text */
            note?: string;
            /** Format: date */
            reported_on?: string;
            source: components["schemas"]["ReportSource"];
        };
        DamageDamageVerify: {
            assessment: components["schemas"]["DamageID"];
            /** Format: int64 */
            grade: number;
            /** Format: uuid */
            id: string;
            seen?: components["schemas"]["Viewing"] | "";
            /** Format: date */
            seen_on?: string;
        };
        DamageElsewhereDetails: {
            /** Format: int64 */
            photos: number;
            second_household: components["schemas"]["HouseholdID"];
        };
        DamageGradesDetails: {
            assessment: components["schemas"]["DamageID"];
            /** Format: int64 */
            first: number;
            first_by: components["schemas"]["ActorAccountID"];
            household: components["schemas"]["HouseholdID"];
            /** Format: int64 */
            second: number;
            second_by: components["schemas"]["ActorAccountID"];
        };
        /** Format: uuid */
        DamageID: import('../ids').AssessmentId;
        DamagePosition: {
            /** Format: double */
            accuracy_m: number;
            /** Format: double */
            lat: number;
            /** Format: double */
            lon: number;
        };
        DamageSituationReport: {
            area: components["schemas"]["AreaKey"];
            /** Format: date */
            day: string;
            flooded: components["schemas"]["Flooded"];
            /** Format: uuid */
            id: string;
            market: components["schemas"]["Market"];
            /** Format: free-text */
            note?: string;
            power: components["schemas"]["Power"];
            road: components["schemas"]["Road"];
            water: components["schemas"]["Water"];
            /** Format: free-text */
            written_place?: string;
        };
        DamageTwoHousesDetails: {
            first_household: components["schemas"]["HouseholdID"];
            second_household: components["schemas"]["HouseholdID"];
        };
        DeviceList: {
            next: string;
            rows: components["schemas"]["DeviceView"][];
        };
        DeviceView: {
            account: components["schemas"]["ActorAccountID"];
            account_ended: boolean;
            app: string;
            /** Format: int64 */
            bytes: number;
            credential: components["schemas"]["PeopleCredentialID"];
            device: components["schemas"]["PeopleDeviceID"];
            device_name: string;
            enrolled_at: string;
            gaps: [
                number,
                number
            ][];
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
            practised: components["schemas"]["PracticeTask"][];
            reason: string;
            /** Format: int64 */
            skew_seconds: number;
            /** Format: int64 */
            waiting: number;
            withdrawn_at: string | null;
        };
        DistributionCardDetails: {
            code: components["schemas"]["FaultCode"];
            device: string;
            distribution: components["schemas"]["DistributionID"];
        };
        DistributionCloseDetails: {
            closed_at: string;
            device: string;
            distribution: components["schemas"]["DistributionID"];
        };
        DistributionCountDetails: {
            device: string;
            distribution: components["schemas"]["DistributionID"];
            missing: {
                [key: string]: number;
            };
            place: string;
            place_bn?: string;
            place_hi?: string;
        };
        DistributionCountedItem: {
            item: components["schemas"]["StockItemID"];
            /** Format: int64 */
            quantity?: number;
        };
        DistributionCustodyClose: {
            counted?: components["schemas"]["DistributionCountedItem"][];
            distribution: components["schemas"]["DistributionID"];
            /** Format: uuid */
            id: string;
        };
        DistributionCustodyHanded: {
            /** Format: uuid */
            device: string;
            distribution: components["schemas"]["DistributionID"];
            /** Format: uuid */
            id: string;
            items: components["schemas"]["DistributionHandedItem"][];
        };
        DistributionCustodyLoad: {
            /** Format: uuid */
            device: string;
            distribution: components["schemas"]["DistributionID"];
            /** Format: uuid */
            id: string;
            items: components["schemas"]["DistributionHandedItem"][];
        };
        DistributionCustodyReturned: {
            counted?: components["schemas"]["DistributionCountedItem"][];
            /** Format: uuid */
            device: string;
            distribution: components["schemas"]["DistributionID"];
            /** Format: uuid */
            id: string;
        };
        DistributionDistributionApprove: {
            distribution: components["schemas"]["DistributionID"];
            /** Format: six-dice */
            number: string;
        };
        DistributionDistributionClose: {
            distribution: components["schemas"]["DistributionID"];
        };
        DistributionDistributionLanes: {
            distribution: components["schemas"]["DistributionID"];
            /** Format: int64 */
            lanes: number;
        };
        DistributionDistributionLeader: {
            distribution: components["schemas"]["DistributionID"];
        };
        DistributionDistributionOpen: {
            distribution: components["schemas"]["DistributionID"];
        };
        DistributionDistributionPlan: {
            area: components["schemas"]["AreaKey"];
            id: components["schemas"]["DistributionID"];
            lines: components["schemas"]["DistributionPlanItem"][] | null;
            /** Format: int64 */
            minimum_grade: number;
            /** Format: free-text */
            name: string;
            /** Format: int64 */
            not_served_days?: number;
            /** Format: int64 */
            quantity?: number;
            store: components["schemas"]["StockStoreID"];
            /** Format: weights-version */
            weights: string;
            with_unplaced?: boolean;
        };
        DistributionDoubleDetails: {
            device: string;
            distribution: components["schemas"]["DistributionID"];
            first: components["schemas"]["DistributionHandoverID"];
            first_at: string;
            first_by: string;
            first_device?: string;
            first_said?: string;
            place: string;
            place_bn?: string;
            place_hi?: string;
            second: components["schemas"]["DistributionHandoverID"];
            second_by: string;
            second_device: string;
            second_said: string;
        };
        DistributionDue: {
            item: components["schemas"]["StockItemID"];
            /** Format: int64 */
            quantity: number;
        };
        /** Format: uuid */
        DistributionEntitlementID: string;
        DistributionHandedItem: {
            item: components["schemas"]["StockItemID"];
            /** Format: int64 */
            quantity: number;
        };
        DistributionHandoverGive: {
            card: string;
            collector: components["schemas"]["Collector"];
            distribution: components["schemas"]["DistributionID"];
            id: components["schemas"]["DistributionHandoverID"];
        };
        /** Format: uuid */
        DistributionHandoverID: string;
        DistributionHandoverRecord: {
            card?: string;
            collector: components["schemas"]["Collector"];
            distribution: components["schemas"]["DistributionID"];
            entitlement?: components["schemas"]["DistributionEntitlementID"];
            how: components["schemas"]["FoundBy"];
            id: components["schemas"]["DistributionHandoverID"];
            items: components["schemas"]["DistributionHandedItem"][];
            less_reason?: components["schemas"]["LessReason"] | "";
            off_list?: components["schemas"]["OffListReason"] | "";
        };
        DistributionHandoverUndo: {
            handover: components["schemas"]["DistributionHandoverID"];
            /** Format: uuid */
            id: string;
            reason: components["schemas"]["UndoReason"];
        };
        /** Format: uuid */
        DistributionID: import('../ids').DistributionId;
        DistributionLaneDetails: {
            device: string;
            distribution: components["schemas"]["DistributionID"];
            /** Format: int64 */
            exposed: number;
            /** Format: int64 */
            lane: number;
            reason: components["schemas"]["LaneReason"];
        };
        DistributionLaneFree: {
            distribution: components["schemas"]["DistributionID"];
            /** Format: int64 */
            lane: number;
        };
        DistributionLaneOpen: {
            distribution: components["schemas"]["DistributionID"];
            /** Format: int64 */
            lane: number;
            reason: components["schemas"]["LaneReason"];
        };
        DistributionListSearched: {
            /** Format: int64 */
            answers: number;
            by: components["schemas"]["SearchedBy"];
            distribution: components["schemas"]["DistributionID"];
        };
        DistributionLoadDetails: {
            device: string;
            distribution: components["schemas"]["DistributionID"];
            lines: components["schemas"]["DistributionTwoCounts"][];
            load: string;
            place: string;
            place_bn?: string;
            place_hi?: string;
        };
        DistributionLoadedTwiceDetails: {
            device: string;
            distribution: components["schemas"]["DistributionID"];
            first: string;
            first_at: string;
            lines: components["schemas"]["DistributionTwoCounts"][];
            place: string;
            place_bn?: string;
            place_hi?: string;
            second: string;
            second_at: string;
        };
        DistributionOffListDetails: {
            device: string;
            distribution: components["schemas"]["DistributionID"];
            place: string;
            place_bn?: string;
            place_hi?: string;
            reason: components["schemas"]["OffListReason"] | "";
        };
        DistributionPlanItem: {
            item: components["schemas"]["StockItemID"];
            /** Format: int64 */
            per_household: number;
        };
        DistributionQuotaDetails: {
            device: string;
            distribution: components["schemas"]["DistributionID"];
            /** Format: int64 */
            quota: number;
            /** Format: int64 */
            served: number;
        };
        DistributionSecondCountDetails: {
            device: string;
            distribution: components["schemas"]["DistributionID"];
            first: string;
            first_at: string | null;
            lines: components["schemas"]["DistributionTwoCounts"][];
            place: string;
            place_bn?: string;
            place_hi?: string;
            second: string;
            second_at: string;
        };
        DistributionShortDetails: {
            device: string;
            distribution: components["schemas"]["DistributionID"];
            lacked: {
                [key: string]: number;
            };
            place: string;
            place_bn?: string;
            place_hi?: string;
        };
        DistributionSiteDetails: {
            device: string;
            distribution: components["schemas"]["DistributionID"];
        };
        /** @enum {string} */
        DistributionState: "planned" | "approved" | "open" | "closed";
        DistributionTwoCounts: {
            /** Format: int64 */
            first: number;
            item: components["schemas"]["StockItemID"];
            /** Format: int64 */
            second: number;
        };
        DistributionView: {
            approver: string;
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            digest: string;
            id: components["schemas"]["DistributionID"];
            /** Format: int64 */
            included: number;
            lines: components["schemas"]["PlanItemView"][];
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
            state: components["schemas"]["DistributionState"];
            store_name: string;
            store_name_bn: string;
            store_name_hi: string;
            weights: string;
        };
        DistributionViewRows: {
            next: string;
            rows: components["schemas"]["DistributionView"][];
        };
        DueView: {
            item: components["schemas"]["StockItemID"];
            name: string;
            name_bn: string;
            name_hi: string;
            picture: components["schemas"]["Picture"];
            /** Format: int64 */
            quantity: number;
            unit: string;
            unit_bn: string;
            unit_hi: string;
        };
        EndSessionsIn: {
            id?: string;
            others?: boolean;
        };
        EnrolIn: {
            code?: string;
            device: components["schemas"]["PeopleDeviceID"];
            login?: string;
            name?: string;
            new_password?: string;
            password?: string;
            /** Format: int64 */
            protocol?: number;
            second_factor?: string;
        };
        EnrolledView: {
            account: components["schemas"]["PhoneAccount"];
            credential: components["schemas"]["PeopleCredentialID"];
            device: components["schemas"]["PeopleDeviceID"];
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
        EnrolleeView: {
            login: string;
            name: string;
        };
        ErasableView: {
            area: components["schemas"]["AreaKey"];
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            id: components["schemas"]["GrievanceID"];
            recorded_at: string;
        };
        /** @enum {string} */
        EraseReason: "family_asked" | "registered_by_mistake" | "no_longer_needed";
        EventView: {
            again_on: string;
            agreed: boolean | null;
            by: string;
            card: string;
            changes: components["schemas"]["ChangeView"][];
            consent: components["schemas"]["ConsentView"] | null;
            deed: string;
            device: string;
            erased_at: string | null;
            /**
             * Format: int64
             * @enum {integer|null}
             */
            grade: 0 | 1 | 2 | 3 | 4 | null;
            items: components["schemas"]["DueView"][];
            occurred_at: string;
            /** Format: int64 */
            photos: number;
            place: string;
            place_bn: string;
            place_hi: string;
            reason: string;
            recorded_at: string;
            /** Format: int64 */
            version: number;
            visit: components["schemas"]["VisitResult"] | "";
        };
        ExceptionView: {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DistributionCloseDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "after_close";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["StockSecondArrivalDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "arrival_differs";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["StockUnmatchedDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "arrival_unmatched";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DistributionCardDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "card_not_good";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DistributionSiteDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "card_of_another";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["FieldSequenceDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "chain_broken";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["FieldClockDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "clock";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["HouseholdClaimDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "corrected_twice";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DistributionCountDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "count_differs";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DistributionSecondCountDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "custody_count_differs";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DistributionLoadDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "custody_load_differs";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DistributionLoadedTwiceDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "custody_loaded_twice";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DistributionShortDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "custody_short";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["FieldGapDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "device_gap";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["FieldGapDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "device_gone";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["FieldStorageDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "device_withdrawn";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DistributionDoubleDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "double_handover";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["JournalRefusedDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "fact_refused";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DamageGradesDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "grades_differ";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DistributionSiteDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "handover_of_nobody";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["JournalReuseDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "id_reuse";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DistributionLaneDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "lane_opened";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DistributionOffListDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "off_list";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DistributionQuotaDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "off_list_over_quota";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["PeopleOfficerDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "officer_appointed";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["PeopleRejoinDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "officer_rejoin";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["PeopleOfficerDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "officer_reset";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["FieldOrderDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "order_differs";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["IntakeScopeDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "out_of_scope";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["StockReceiptDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "over_receipt";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DamageElsewhereDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "photo_elsewhere";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DamageTwoHousesDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "photo_two_houses";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["FieldAheadDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "seq_ahead";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["FieldSequenceDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "seq_reused";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["StockReceiptDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "short_receipt";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["StockStoreCountDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "stock_count_differs";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["DistributionShortDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "stock_short";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["FieldStorageDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "storage_limit";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        } | {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            decision: string;
            details: components["schemas"]["JournalWaitDetails"];
            entry: components["schemas"]["JournalEntryID"];
            household: components["schemas"]["HouseholdID"] | "";
            id: string;
            /** @enum {string} */
            kind: "waited_too_long";
            may_settle: boolean;
            names: {
                [key: string]: string;
            };
            opened_at: string;
            settled_at: string | null;
        };
        ExceptionViewRows: {
            next: string;
            rows: components["schemas"]["ExceptionView"][];
        };
        ExplanationView: {
            /**
             * Format: int64
             * @enum {integer}
             */
            grade: 0 | 1 | 2 | 3 | 4;
            in: components["schemas"]["Inclusion"];
            needs: string[] | null;
            /** Format: int64 */
            rank: number;
        };
        FactorCodeIn: {
            code?: string;
        };
        FactorSettingView: {
            at: string | null;
            by: string;
            required: boolean;
        };
        /** @enum {string} */
        FactorStep: "" | "code" | "set_up";
        /** @enum {string} */
        FaultCode: "account_ended" | "account_not_ended" | "already_admitted" | "already_assessed" | "already_begun" | "already_joined" | "already_journalled" | "already_registered" | "already_reported" | "already_reversed" | "already_served" | "already_settled" | "already_steward" | "already_taken" | "already_undone" | "already_verified" | "already_withdrawn" | "area_ambiguous" | "area_in_use" | "area_key_malformed" | "area_missing" | "area_path" | "area_unknown" | "attribution_malformed" | "backup_altered" | "backup_cut_short" | "backup_file_limit" | "backup_folder_closed" | "backup_folder_missing" | "backup_folder_others" | "backup_folder_own" | "backup_folder_relative" | "backup_half_group" | "backup_half_length" | "backup_half_twice" | "backup_halves_differ" | "backup_key_gone" | "backup_newer_format" | "backup_newer_schema" | "backup_not_verified" | "backup_of_postgres" | "backup_of_sqlite" | "backup_other_key" | "backup_page_differs" | "backup_place_fails" | "backup_place_full" | "backup_place_gone" | "backup_runs" | "backup_unreadable" | "bad_request" | "batch_exists" | "body_too_large" | "calls_shut" | "card_already_bound" | "card_already_withdrawn" | "card_altered" | "card_batches_busy" | "card_batches_used_up" | "card_binding_busy" | "card_code_repeated" | "card_code_taken" | "card_expired" | "card_key_elsewhere" | "card_keys_used_up" | "card_not_bound" | "card_not_ours" | "card_of_another_family" | "card_unreadable" | "card_withdrawn" | "cell_merged" | "centre_malformed" | "changed_meanwhile" | "changed_since" | "clock_wrong" | "code_malformed" | "code_missing" | "code_repeated" | "code_without_issuer" | "column_mapped_twice" | "column_missing" | "column_repeated" | "complaint_of_family" | "consent_missing" | "content_encoding" | "content_type" | "control_character" | "corrected_twice" | "counting" | "crooked_path" | "cross_site" | "crs_not_wgs84" | "csrf_token" | "database_busy" | "database_not_empty" | "date_in_future" | "date_unreadable" | "details_refused" | "device_withdrawn" | "distribution_not_approved" | "distribution_not_open" | "distribution_not_planned" | "district_not_shipped" | "duplicate" | "duplicate_code" | "duplicate_field" | "duplicate_name" | "duplicate_number" | "duplicate_reference" | "duplicate_slug" | "epoch_changed" | "epoch_opened" | "example_row" | "field_mapped_twice" | "field_missing" | "field_unknown" | "file_compressed" | "file_empty" | "file_exists" | "file_gone" | "file_not_csv" | "file_not_geojson" | "file_not_its_name" | "file_not_text" | "file_not_utf8" | "file_old_spreadsheet" | "file_too_large" | "file_truncated" | "first_code_wrong" | "folder_not_empty" | "form_before_issue" | "form_cancelled" | "form_entered" | "form_in_future" | "form_not_entered" | "form_number_wrong" | "form_numbers_busy" | "form_numbers_used_up" | "form_once" | "form_typed_twice" | "form_unknown" | "form_worker_area" | "form_worker_role" | "forms_issued" | "formula_error" | "given_long_ago" | "gone" | "grade_unknown" | "grant_ended" | "has_come" | "head_moved" | "header_malformed" | "id_repeated" | "id_reuse_mismatch" | "identity_needed" | "identity_number_refused" | "identity_unreadable" | "insufficient_stock" | "internal" | "invitation_drawn" | "invitation_expired" | "invitation_replaced" | "invitation_unknown" | "invitation_used" | "invitation_withdrawn" | "issuer_malformed" | "item_not_common" | "item_unknown" | "job_not_done" | "lane_not_held" | "lanes_set" | "last_administrator" | "leader_set" | "level_unknown" | "lgd_report_unknown" | "lgd_report_unsupported" | "line_missing" | "list_altered" | "login_shape" | "login_suffix" | "login_taken" | "login_throttled" | "malformed" | "malformed_hash" | "malformed_head" | "malformed_id" | "malformed_json" | "malformed_key" | "malformed_mark" | "malformed_text" | "mapping_too_large" | "method_not_allowed" | "name_malformed" | "name_missing" | "name_too_long" | "needs_second_person" | "newer_app" | "no_other_officer" | "no_room_for_copy" | "no_second_factor" | "nobody" | "nobody_eligible" | "nobody_exports" | "not_a_block" | "not_a_code" | "not_a_cursor" | "not_a_day" | "not_a_feature" | "not_a_name" | "not_a_slug" | "not_admitted" | "not_an_id" | "not_enrolled" | "not_for_phones" | "not_found" | "not_from_this_phone" | "not_offered" | "not_on_list" | "not_on_machine" | "not_ready" | "not_reversible" | "not_signed_in" | "not_utf8" | "not_yours" | "note_malformed" | "note_too_long" | "notes_shut" | "nothing_changed" | "nothing_differs" | "nothing_held" | "nothing_to_print" | "number_unreadable" | "objected" | "officer_key_missing" | "offset" | "option_malformed" | "option_missing" | "organisation_missing" | "other_key" | "out_of_range" | "out_of_scope" | "outcome_unknown" | "outline_crosses_itself" | "outline_empty" | "outline_hole_outside" | "outline_lon_lat_swapped" | "outline_not_a_number" | "outline_not_readable" | "outline_out_of_range" | "outline_too_few_points" | "outline_too_large" | "outline_without_area" | "outline_wrong_type" | "own_account" | "own_assessment" | "own_form" | "own_plan" | "parent_ambiguous" | "parent_changed" | "parent_level" | "parent_missing" | "password_easy" | "password_long" | "password_short" | "password_wrong" | "path_taken" | "pending_ended" | "phone_extra" | "phone_malformed" | "phone_not_lost" | "photo_altered" | "photo_format" | "photo_needed" | "photo_too_large" | "photo_too_many_pixels" | "photo_unreadable" | "photos_busy" | "pin_easy" | "pin_too_short" | "place_elsewhere" | "place_too_fine" | "position_shut" | "practice_card" | "priority_unchanged" | "protection_founded" | "protocol_ended" | "quality_missing" | "quality_unknown" | "recipient_unreadable" | "record_too_large" | "registered_otherwise" | "rejoin_changed" | "release_unsafe" | "repeated" | "required" | "restore_elsewhere" | "restore_runs" | "role_beyond" | "role_ends" | "role_missing" | "roles_ended" | "route_without_policy" | "row_is_total" | "row_malformed" | "row_not_held" | "row_ragged" | "rule_broken" | "same_store" | "second_factor_needed" | "second_factor_on" | "second_factor_required" | "second_factor_setup" | "second_factor_unreadable" | "second_factor_used" | "second_factor_wrong" | "second_person_linked" | "second_person_needed" | "second_person_same_device" | "secure_context_required" | "server_busy" | "server_error" | "sheet_full" | "sheet_missing" | "sign_in_busy" | "sign_in_failed" | "six_dice" | "size_as_missing" | "size_too_small" | "step_changed" | "step_skipped" | "steward_administers" | "steward_only" | "stock_is_now" | "storage_full" | "storage_limit" | "surveyed_outline_kept" | "threshold_changed" | "threshold_too_low" | "too_long" | "too_many" | "too_many_aliases" | "too_many_cards" | "too_many_columns" | "too_many_records" | "too_many_withdrawn" | "try_again" | "twice" | "typed_codes_throttled" | "unknown_collector" | "unknown_field" | "unknown_format" | "unknown_kind" | "unknown_language" | "unknown_list" | "unknown_parent" | "unknown_protocol" | "unknown_reference" | "unknown_role" | "unknown_schema" | "unknown_value" | "unknown_version" | "unknown_weights" | "unreadable" | "unreadable_character" | "upgrade_by_hand" | "upgrade_none" | "upload_too_large" | "value_unknown" | "voice_format" | "voice_room" | "voice_too_large" | "voice_unreadable" | "waits_for" | "waybill_not_open" | "weights_retired" | "workbook_bomb" | "workbook_nested" | "workbook_unreadable" | "wrong_key" | "wrong_type" | "yes_no_unreadable";
        FieldAheadDetails: {
            device: components["schemas"]["PeopleCredentialID"];
            /** Format: int64 */
            highest: number;
            /** Format: int64 */
            next_seq: number;
        };
        FieldClockDetails: {
            /** Format: int64 */
            back_seconds: number;
            device: components["schemas"]["PeopleCredentialID"];
            /** Format: int64 */
            skew_seconds: number;
        };
        FieldGapDetails: {
            device: components["schemas"]["PeopleCredentialID"];
            /** Format: int64 */
            first?: number;
            /** Format: int64 */
            last?: number;
            /** Format: int64 */
            missing?: number;
            ranges?: [
                number,
                number
            ][];
        };
        FieldIssued: {
            /** Format: byte */
            manifest: string;
            /** Format: byte */
            signature: string;
        };
        FieldOrderDetails: {
            device: components["schemas"]["PeopleCredentialID"];
            /** Format: int64 */
            seq: number;
        };
        FieldOutbox: {
            /** Format: int64 */
            bytes?: number;
            lock?: string;
            /** Format: int64 */
            next_seq?: number;
            oldest?: string;
            pack?: string;
            /** Format: int64 */
            photos?: number;
            practised?: string[] | null;
            /** Format: int64 */
            waiting?: number;
            /** Format: int64 */
            wrong_pins?: number;
        };
        FieldPush: {
            app?: string;
            epoch: components["schemas"]["JournalEpoch"];
            gone?: [
                number,
                number
            ][] | null;
            outbox?: components["schemas"]["FieldOutbox"];
            /** Format: int64 */
            protocol?: number;
            records?: components["schemas"]["FieldRecord"][] | null;
            seen?: components["schemas"]["FieldSeen"];
            sent_at?: string;
        };
        FieldRecord: {
            /** Format: int64 */
            device_seq?: number;
            id?: components["schemas"]["JournalEntryID"];
            kind?: string;
            occurred_at: string;
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
            epoch?: number;
            hash?: string;
            /** Format: int64 */
            seq?: number;
        };
        FieldSequenceDetails: {
            device: components["schemas"]["PeopleCredentialID"];
            /** Format: int64 */
            device_seq: number;
        };
        FieldStorageDetails: {
            device: components["schemas"]["PeopleCredentialID"];
            limit?: string;
            /** Format: int64 */
            photos?: number;
            refused_at?: string;
            /** Format: int64 */
            unopened_bytes?: number;
            /** Format: int64 */
            unreadable_bytes?: number;
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
        FieldUploadProgress: {
            done: boolean;
            /** Format: int64 */
            have: number;
        };
        FilePhoto: {
            photo: components["schemas"]["MediaID"];
            proof?: string;
            sealed?: string;
        };
        FilePiece: {
            envelope?: string;
            proof?: string;
        };
        /** @enum {string} */
        Flooded: "none" | "part" | "most";
        FormBothView: {
            differences: components["schemas"]["FormDifferenceView"][];
            household: components["schemas"]["HouseholdID"];
            number: string;
            /** Format: int64 */
            version: number;
        };
        FormDifferenceView: {
            field: components["schemas"]["PaperField"];
            first: string;
            first_text: string;
            second: string;
            second_text: string;
        };
        FormDiffersView: {
            fields: components["schemas"]["PaperField"][];
            number: string;
            typed_at: string;
            typed_by: string;
        };
        FormDiffersViewRows: {
            next: string;
            rows: components["schemas"]["FormDiffersView"][];
        };
        FormNumberView: {
            number: string;
        };
        FormNumberViewRows: {
            next: string;
            rows: components["schemas"]["FormNumberView"][];
        };
        FormProgressView: {
            /** Format: int64 */
            agreed: number;
            /** Format: int64 */
            compared: number;
            /** Format: int64 */
            differing: number;
            /** Format: int64 */
            entered_by_me: number;
            /** Format: int64 */
            entered_today: number;
            /** Format: int64 */
            waiting: number;
        };
        FormRunView: {
            /** Format: int64 */
            cancelled: number;
            /** Format: int64 */
            entered: number;
            first: string;
            /** Format: int64 */
            forms: number;
            id: components["schemas"]["PaperRunID"];
            issued_at: string;
            issued_by: string;
            language: components["schemas"]["Language"];
            last: string;
            layout: components["schemas"]["PaperLayout"];
        };
        FormRunViewRows: {
            next: string;
            rows: components["schemas"]["FormRunView"][];
        };
        FormSettingsView: {
            help_number: string;
            protection_key: string;
        };
        /** @enum {string} */
        FormState: "blank" | "entered" | "cancelled";
        FormView: {
            at: string | null;
            by: string;
            household: components["schemas"]["HouseholdID"];
            language: components["schemas"]["Language"];
            layout: components["schemas"]["PaperLayout"];
            number: string;
            state: components["schemas"]["FormState"];
            twice: boolean;
        };
        FormWorkerView: {
            id: components["schemas"]["ActorAccountID"];
            name: string;
        };
        FormWorkerViewRows: {
            next: string;
            rows: components["schemas"]["FormWorkerView"][];
        };
        /** @enum {string} */
        FoundBy: "scan" | "code" | "search";
        GrantView: {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            area_path: string;
            ends_at: string | null;
            role: components["schemas"]["Role"];
        };
        /** @enum {string} */
        GrievanceAbout: "not_listed" | "wrong_damage" | "not_received" | "asked_for_money" | "treated_badly" | "other" | "private";
        /** @enum {string} */
        GrievanceDecision: "upheld" | "not_upheld" | "passed_on";
        GrievanceGrievanceBrought: {
            grievance: components["schemas"]["GrievanceID"];
        };
        GrievanceGrievanceErase: {
            grievance: components["schemas"]["GrievanceID"];
            reason: components["schemas"]["EraseReason"];
        };
        GrievanceGrievanceOpen: {
            grievance: components["schemas"]["GrievanceID"];
            reason: components["schemas"]["GrievanceReason"];
        };
        GrievanceGrievanceSettle: {
            /** Format: free-text */
            answer?: string;
            decision: components["schemas"]["GrievanceDecision"];
            grievance: components["schemas"]["GrievanceID"];
            /** Format: free-text */
            reason: string;
        };
        GrievanceGrievanceTake: {
            about: components["schemas"]["GrievanceAbout"];
            answer_by: components["schemas"]["AnswerBy"];
            area?: components["schemas"]["AreaKey"];
            /** Format: free-text */
            complainant?: string;
            household?: components["schemas"]["HouseholdID"];
            id: components["schemas"]["GrievanceID"];
            reach?: components["schemas"]["ComplainantReach"] | "";
            /** Format: free-text */
            reach_at?: string;
            /** Format: phone */
            reach_phone?: string;
            reference?: string;
            relation?: components["schemas"]["ComplainantRelation"] | "";
            /** Format: byte */
            sealed?: string;
            /** Format: free-text */
            text?: string;
            /** Format: free-text */
            written_place?: string;
        };
        /** Format: uuid */
        GrievanceID: string;
        /** @enum {string} */
        GrievanceReason: "decide" | "visit" | "refer" | "danger" | "asked_by_family";
        GrievanceView: {
            about: components["schemas"]["GrievanceAbout"];
            answer: string;
            answer_by: components["schemas"]["AnswerBy"];
            area: components["schemas"]["AreaKey"];
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            brought_at: string | null;
            brought_by: string;
            by: string;
            complainant: string;
            decision: components["schemas"]["GrievanceDecision"] | "";
            household: components["schemas"]["HouseholdID"] | "";
            id: components["schemas"]["GrievanceID"];
            mine: boolean;
            occurred_at: string;
            reach: components["schemas"]["ComplainantReach"] | "";
            reach_at: string;
            reach_phone: string;
            reason: string;
            recorded_at: string;
            reference: string;
            relation: components["schemas"]["ComplainantRelation"] | "";
            sealed: boolean;
            settled_at: string | null;
            settled_by: string;
            text: string;
            written_place: string;
        };
        GrievanceViewRows: {
            next: string;
            rows: components["schemas"]["GrievanceView"][];
        };
        HalvesIn: {
            first?: string;
            second?: string;
        };
        HandoverView: {
            at: string;
            distribution: string;
            given_by: string;
            items: components["schemas"]["DueView"][];
            place: string;
            place_bn: string;
            place_hi: string;
        };
        HeldAreaView: {
            /** Format: int64 */
            families: number;
            name: string;
            name_bn: string;
            name_hi: string;
        };
        HeldListView: {
            distribution: components["schemas"]["DistributionID"];
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
            lock: components["schemas"]["LockState"] | "";
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
            id: components["schemas"]["HouseholdID"];
        };
        HomeView: {
            area: components["schemas"]["AreaKey"];
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            id: components["schemas"]["CampaignHomeID"];
            /** Format: int64 */
            number: number;
            since: string;
            step: components["schemas"]["Step"];
        };
        HomeViewRows: {
            next: string;
            rows: components["schemas"]["HomeView"][];
        };
        /** @enum {string} */
        House: "kutcha" | "semi_pucca" | "pucca" | "hut";
        HouseholdClaimDetails: {
            fields: string[];
            first_by: components["schemas"]["ActorAccountID"];
            household: components["schemas"]["HouseholdID"];
            second_by: components["schemas"]["ActorAccountID"];
        };
        HouseholdConsentGiven: {
            details?: components["schemas"]["ConsentDetails"] | "";
            /** @enum {boolean} */
            given?: true;
            how: components["schemas"]["ConsentWay"];
            language: components["schemas"]["Language"];
        };
        HouseholdConsentRecord: {
            given: boolean;
            household: components["schemas"]["HouseholdID"];
            how: components["schemas"]["ConsentWay"];
            /** Format: uuid */
            id: string;
            language: components["schemas"]["Language"];
            purpose: components["schemas"]["Purpose"];
        };
        HouseholdDetail: {
            also_called: string;
            area: components["schemas"]["AreaKey"];
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            assessments: components["schemas"]["AssessmentView"][];
            card: string;
            consents: components["schemas"]["ConsentView"][];
            criteria: components["schemas"]["Criterion"][];
            /**
             * Format: int64
             * @enum {integer|null}
             */
            grade: 0 | 1 | 2 | 3 | 4 | null;
            graded: boolean;
            handovers: components["schemas"]["HandoverView"][];
            house: components["schemas"]["House"] | "";
            id: components["schemas"]["HouseholdID"];
            landmark: string;
            mark: components["schemas"]["Mark"] | "";
            name: string;
            own_name: string;
            people: components["schemas"]["PeopleView"];
            phone: string;
            phone_last4: string;
            phone_of: components["schemas"]["PhoneOwner"] | "";
            registered_at: string;
            /**
             * Format: int64
             * @enum {integer|null}
             */
            reported: 0 | 1 | 2 | 3 | 4 | null;
            reports: components["schemas"]["ReportedView"][];
            /** Format: int64 */
            size: number;
            verified: boolean;
            /** Format: int64 */
            version: number;
            visits: components["schemas"]["VisitView"][];
            withdrawn_at: string | null;
            written_place: string;
        };
        HouseholdHouseholdAmend: {
            /** Format: free-text */
            also_called?: string;
            /** Format: area-key */
            area?: string;
            /** Format: int64 */
            base_epoch: number;
            /** Format: int64 */
            base_version: number;
            criteria?: string[];
            house?: string;
            household: components["schemas"]["HouseholdID"];
            /** Format: free-text */
            landmark?: string;
            mark?: string;
            /** Format: free-text */
            name?: string;
            people?: components["schemas"]["HouseholdPeopleChanged"];
            /** Format: phone */
            phone?: string;
            phone_of?: string;
            /** Format: free-text */
            written_place?: string;
        };
        HouseholdHouseholdCorrect: {
            /** Format: free-text */
            also_called?: string;
            /** Format: area-key */
            area?: string;
            /** Format: int64 */
            base_version: number;
            criteria?: string[];
            house?: string;
            household: components["schemas"]["HouseholdID"];
            /** Format: free-text */
            landmark?: string;
            mark?: string;
            /** Format: free-text */
            name?: string;
            people?: components["schemas"]["HouseholdPeopleChanged"];
            /** Format: phone */
            phone?: string;
            phone_of?: string;
            /** Format: byte */
            sealed_note?: string;
            settles?: components["schemas"]["JournalEntryID"] | "";
        };
        HouseholdHouseholdErase: {
            household: components["schemas"]["HouseholdID"];
            reason: components["schemas"]["EraseReason"];
        };
        HouseholdHouseholdPosition: {
            /** Format: double */
            accuracy_m: number;
            consent: components["schemas"]["HouseholdPositionConsent"];
            household: components["schemas"]["HouseholdID"];
            /** Format: uuid */
            id: string;
            /** Format: double */
            lat: number;
            /** Format: double */
            lon: number;
        };
        HouseholdHouseholdRegister: {
            /** Format: free-text */
            also_called?: string;
            area: components["schemas"]["AreaKey"];
            consent: components["schemas"]["HouseholdConsentGiven"];
            criteria?: components["schemas"]["Criterion"][] | null;
            house?: components["schemas"]["House"] | "";
            id: components["schemas"]["HouseholdID"];
            /** Format: free-text */
            landmark?: string;
            mark?: components["schemas"]["Mark"] | "";
            /** Format: free-text */
            name?: string;
            not_same_as?: components["schemas"]["HouseholdID"][] | null;
            people: components["schemas"]["HouseholdPeople"];
            /** Format: phone */
            phone?: string;
            phone_of?: components["schemas"]["PhoneOwner"] | "";
            /** Format: int64 */
            private_reason?: number;
            /** Format: byte */
            sealed_note?: string;
            /** Format: free-text */
            written_place?: string;
        };
        HouseholdHouseholdVisit: {
            /** Format: date */
            again_on?: string;
            household: components["schemas"]["HouseholdID"];
            /** Format: uuid */
            id: string;
            result: components["schemas"]["VisitResult"];
        };
        /** Format: uuid */
        HouseholdID: import('../ids').HouseholdId;
        HouseholdList: {
            /** Format: int64 */
            newer: number;
            next: string;
            rows: components["schemas"]["HouseholdView"][];
        };
        HouseholdNoteOpen: {
            household: components["schemas"]["HouseholdID"];
            reason: components["schemas"]["NoteReason"];
        };
        HouseholdPeople: {
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
            unstated?: number;
            /** Format: int64 */
            women?: number;
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
            unstated?: number;
            /** Format: int64 */
            women?: number;
        };
        HouseholdPositionConsent: {
            /** @enum {boolean} */
            given?: true;
            how: components["schemas"]["ConsentWay"];
            language: components["schemas"]["Language"];
        };
        HouseholdPositionOpen: {
            household: components["schemas"]["HouseholdID"];
            reason: components["schemas"]["PositionReason"];
        };
        HouseholdPositionsSet: {
            state: components["schemas"]["PositionsState"];
        };
        HouseholdPrioritySet: {
            household: components["schemas"]["HouseholdID"];
            /** Format: int64 */
            private_reason: number;
            reason: components["schemas"]["PriorityReason"];
        };
        HouseholdView: {
            also_called: string;
            area: components["schemas"]["AreaKey"];
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            card: string;
            criteria: components["schemas"]["Criterion"][];
            /**
             * Format: int64
             * @enum {integer|null}
             */
            grade: 0 | 1 | 2 | 3 | 4 | null;
            graded: boolean;
            house: components["schemas"]["House"] | "";
            id: components["schemas"]["HouseholdID"];
            mark: components["schemas"]["Mark"] | "";
            name: string;
            people: components["schemas"]["PeopleView"];
            phone_last4: string;
            registered_at: string;
            /**
             * Format: int64
             * @enum {integer|null}
             */
            reported: 0 | 1 | 2 | 3 | 4 | null;
            /** Format: int64 */
            size: number;
            verified: boolean;
            written_place: string;
        };
        HouseholdWrittenPlaceAdd: {
            level: components["schemas"]["Level"];
            /** Format: area-name */
            name: string;
            /** Format: area-name */
            name_bn?: string;
            /** Format: area-name */
            name_hi?: string;
            parent: components["schemas"]["AreaKey"];
            records: string[];
        };
        HouseholdWrittenPlaceMatch: {
            area: components["schemas"]["AreaKey"];
            records: string[];
        };
        /** @enum {string} */
        Inclusion: "yes" | "draw" | "no";
        IntakeScopeDetails: {
            device: string;
            kind: string;
        };
        InvitationView: {
            apps: components["schemas"]["App"][];
            expires_at: string;
            language: components["schemas"]["Language"];
            login: string;
            name: string;
            organisation_name: string;
        };
        ItemView: {
            code: string;
            common: boolean;
            id: components["schemas"]["StockItemID"];
            name: string;
            name_bn: string;
            name_hi: string;
            picture: components["schemas"]["Picture"];
            unit: string;
            unit_bn: string;
            unit_hi: string;
        };
        ItemViewRows: {
            next: string;
            rows: components["schemas"]["ItemView"][];
        };
        JobDetail: {
            beat_at: string | null;
            began_at: string | null;
            code: components["schemas"]["FaultCode"] | "";
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
            /** @enum {string} */
            kind: "households" | "items";
            mapping: components["schemas"]["ColumnsMapping"];
            /** Format: int64 */
            noted: number;
            problems: components["schemas"]["ListsProblem"][];
            /** Format: int64 */
            read: number;
            reason: string;
            /** Format: int64 */
            refused: number;
            result: boolean;
            similar: components["schemas"]["Similar"];
            started_by: string;
            state: components["schemas"]["JobState"];
            /** Format: int64 */
            total: number;
            /** Format: int64 */
            unchanged: number;
        };
        JobsDecisions: {
            decisions: components["schemas"]["ListsRowDecision"][];
        };
        JobsInspectIn: {
            encoding: components["schemas"]["TextEncoding"];
            /** Format: uuid */
            file: string;
            sheet?: string;
        };
        JobsNamedMapping: {
            /** @enum {string} */
            kind: "households" | "items";
            mapping: components["schemas"]["ColumnsMapping"];
            /** Format: free-text */
            name: string;
        };
        jobsNamedMappingRows: {
            next: string;
            rows: components["schemas"]["JobsNamedMapping"][];
        };
        JobsNewJob: {
            dry_run?: boolean;
            /** Format: uuid */
            file: string;
            /** @enum {string} */
            kind: "households" | "items";
            mapping: components["schemas"]["ColumnsMapping"];
            similar: components["schemas"]["Similar"];
        };
        JobsStoredFile: {
            encoding: components["schemas"]["TextEncoding"];
            /** Format: int64 */
            foreign_line: number;
            has_decisions: boolean;
            header: string[];
            id: string;
            list: string;
            merged: boolean;
            name: string;
            rows: string[][];
            sheet: string;
            sheets: components["schemas"]["SheetSheetInfo"][];
            suggest: {
                [key: string]: string[];
            };
        };
        /** @enum {string} */
        JobState: "waiting" | "running" | "done" | "failed" | "cancelled";
        JobView: {
            beat_at: string | null;
            began_at: string | null;
            code: components["schemas"]["FaultCode"] | "";
            created_at: string;
            dry_run: boolean;
            ended_at: string | null;
            file_name: string;
            /** Format: int64 */
            held: number;
            id: string;
            /** Format: int64 */
            kept: number;
            /** @enum {string} */
            kind: "households" | "items";
            /** Format: int64 */
            noted: number;
            /** Format: int64 */
            read: number;
            reason: string;
            /** Format: int64 */
            refused: number;
            result: boolean;
            similar: components["schemas"]["Similar"];
            started_by: string;
            state: components["schemas"]["JobState"];
            /** Format: int64 */
            total: number;
            /** Format: int64 */
            unchanged: number;
        };
        JobViewRows: {
            next: string;
            rows: components["schemas"]["JobView"][];
        };
        JournalBackupTaken: {
            backup: string;
            head: components["schemas"]["JournalHead"];
            taken_at: string;
        };
        /** Format: uuid */
        JournalEntryID: import('../ids').EntryId;
        JournalEpoch: {
            id?: string;
            /** Format: int64 */
            number: number;
        };
        JournalExceptionSettle: {
            decision: string;
            /** Format: uuid */
            exception: string;
            reason: string;
        };
        JournalHead: {
            hash?: string;
            /** Format: int64 */
            seq?: number;
        };
        JournalJournalRestored: {
            backup: string;
            /** Format: uuid */
            epoch: string;
            head: components["schemas"]["JournalHead"];
            taken_at: string;
        };
        JournalOutcome: {
            code?: components["schemas"]["FaultCode"];
            entry: components["schemas"]["JournalEntryID"];
            message?: string;
            numbers?: {
                [key: string]: unknown;
            };
            path?: string;
            /** Format: int64 */
            seq?: number;
            status: components["schemas"]["Status"];
            was?: components["schemas"]["Status"];
        };
        JournalRefusedDetails: {
            code: components["schemas"]["FaultCode"];
            kind: string;
        };
        JournalReuseDetails: {
            kind: string;
        };
        JournalWaitDetails: {
            device: string;
            keys: string;
            kind: string;
        };
        /** @enum {string} */
        LaneReason: "phone_lost" | "phone_broken" | "battery_empty" | "other";
        LanesIn: {
            id: components["schemas"]["JournalEntryID"];
            /** Format: int64 */
            lanes: number;
            /** Format: leader-pin */
            pin: string;
        };
        LaneView: {
            credential: components["schemas"]["PeopleCredentialID"];
            /** Format: int64 */
            families: number;
            /** Format: int64 */
            lane: number;
            name: string;
            /** Format: int64 */
            opened: number;
        };
        /** @enum {string} */
        Language: "en" | "bn" | "hi";
        LeaderIn: {
            id: components["schemas"]["JournalEntryID"];
            /** Format: leader-pin */
            pin: string;
        };
        LedgerView: {
            at: string;
            /** Format: int64 */
            balance: number;
            by: string;
            document: string;
            /** Format: int64 */
            in: number;
            item: components["schemas"]["StockItemID"];
            kind: string;
            movement: components["schemas"]["StockMovementID"];
            /** Format: int64 */
            out: number;
            party: string;
            reason: string;
            reversed_by: components["schemas"]["StockMovementID"] | "";
            reverses: components["schemas"]["StockMovementID"] | "";
        };
        LedgerViewRows: {
            next: string;
            rows: components["schemas"]["LedgerView"][];
        };
        /** @enum {string} */
        LessReason: "finished" | "refused" | "later" | "other";
        LetInIn: {
            reason: string;
        };
        LetInView: {
            /** Format: int64 */
            decided: number;
        };
        /** @enum {string} */
        Level: "state" | "district" | "assembly_constituency" | "block" | "panchayat" | "village";
        /** @enum {string} */
        ListFormat: "csv" | "xlsx";
        ListsCell: {
            column: string;
            text: string;
        };
        ListsCellProblem: {
            code: components["schemas"]["FaultCode"];
            column: string;
            message: string;
        };
        ListsPreviewRow: {
            household?: components["schemas"]["HouseholdHouseholdRegister"];
            item?: components["schemas"]["StockItemAdd"];
            /** Format: int64 */
            line: number;
            problem?: components["schemas"]["ListsProblem"];
        };
        ListsProblem: {
            cells?: components["schemas"]["ListsCell"][];
            code: string;
            column: string;
            /** Format: int64 */
            line: number;
            message: string;
            more?: components["schemas"]["ListsCellProblem"][];
            /** Format: int64 */
            occurrence: number;
            resembles: string;
            sheet: string;
            status: components["schemas"]["RowStatus"];
        };
        ListsRowDecision: {
            decision: components["schemas"]["RowDecision"];
            /** Format: int64 */
            line: number;
            sheet?: string;
        };
        /** @enum {string} */
        LockState: "locked" | "open" | "wiped";
        MachineView: {
            autostart: boolean;
            autostart_offered: boolean;
            fingerprint: string[];
            here: boolean;
            phones: string;
            qr_path: string;
            /** Format: int64 */
            qr_side: number;
        };
        /** @enum {string} */
        Mark: "fish" | "boat" | "lamp" | "lotus" | "sun" | "moon" | "star" | "tree" | "leaf" | "flower" | "bird" | "duck" | "goat" | "cow" | "cat" | "elephant" | "butterfly" | "pot" | "kite" | "drum" | "umbrella" | "bicycle" | "bell" | "key";
        /** @enum {string} */
        Market: "open" | "partly" | "closed";
        /** @enum {string} */
        MatchReason: "phone" | "name" | "name_in_part" | "place";
        MatchView: {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            id: components["schemas"]["HouseholdID"];
            name: string;
            phone_last4: string;
            /** Format: int64 */
            size: number;
            why: components["schemas"]["MatchReason"][];
        };
        MatchViewRows: {
            next: string;
            rows: components["schemas"]["MatchView"][];
        };
        /** Format: uuid */
        MediaID: import('../ids').PhotoId;
        MeView: {
            account: components["schemas"]["PhoneAccount"];
            now: string;
        };
        NearView: {
            area: components["schemas"]["AreaKey"];
            /** Format: double */
            border_km: number;
            code: string;
            inside: boolean;
            level: components["schemas"]["Level"];
            name: string;
            name_bn: string;
            name_hi: string;
            parent: components["schemas"]["AreaKey"];
            parent_name: string;
            parent_name_bn: string;
            parent_name_hi: string;
            path: string;
            quality: components["schemas"]["Quality"];
        };
        NearViewRows: {
            next: string;
            rows: components["schemas"]["NearView"][];
        };
        /** @enum {string} */
        NetworkProblem: "none" | "unreachable" | "blocked" | "no_rule";
        NewFactorView: {
            qr_path: string;
            /** Format: int64 */
            qr_side: number;
            secret: string;
        };
        NightlyAsked: {
            /** Format: int64 */
            group: number;
            /** Format: int64 */
            half: number;
        };
        NightlyFailure: {
            again: string;
            at: string;
            code: components["schemas"]["FaultCode"];
        };
        NightlyJob: {
            /** Format: int64 */
            bytes: number;
            /** @enum {string} */
            doing: "nothing" | "backup" | "test";
        };
        NightlyOffered: {
            folder: string;
            known: boolean;
            label: string;
        };
        NightlyPages: {
            asked: components["schemas"]["NightlyAsked"][];
            halves: components["schemas"]["BackupHalf"][];
            kit: string;
            recipient: string;
        };
        NightlyRun: {
            /** Format: int64 */
            bytes: number;
            digest: string;
            file: string;
            label: string;
            /** Format: int64 */
            photos: number;
            /** Format: int64 */
            seq: number;
            taken_at: string;
            verified_at: string;
        };
        NightlySetting: {
            chosen_at: string;
            folder: string;
            label: string;
            recipient: string;
        };
        NightlyStatus: {
            failed: components["schemas"]["NightlyFailure"] | null;
            here: string[];
            job: components["schemas"]["NightlyJob"];
            kit: string;
            last_at: string | null;
            media: components["schemas"]["NightlyOffered"][];
            runs: components["schemas"]["NightlyRun"][];
            same_disk: boolean;
            setting: components["schemas"]["NightlySetting"] | null;
            sticks: boolean;
            test: components["schemas"]["NightlyTestState"];
        };
        NightlyTest: {
            /** Format: int64 */
            findings: number;
            passed: boolean | null;
            taken_at: string | null;
            tested_at: string;
            until: string | null;
            whole: boolean;
        };
        NightlyTestState: {
            due: boolean;
            last: components["schemas"]["NightlyTest"] | null;
            missed: components["schemas"]["NightlyFailure"] | null;
            until: string | null;
        };
        /** @enum {string} */
        NoPhoto: "refused" | "camera" | "none";
        /** @enum {string} */
        NoteReason: "decide_priority" | "visit" | "refer" | "danger" | "asked_by_family";
        NoteView: {
            /** Format: byte */
            blob: string;
        };
        NoteViewRows: {
            next: string;
            rows: components["schemas"]["NoteView"][];
        };
        Nothing: Record<string, never>;
        NotReachedView: {
            again_on: string;
            area: components["schemas"]["AreaKey"];
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            /** Format: int64 */
            come_back: number;
            /** Format: int64 */
            flooded: number;
            /** Format: int64 */
            gone: number;
            /** Format: int64 */
            not_tried: number;
            /** Format: int64 */
            refused: number;
        };
        NotReachedViewRows: {
            next: string;
            rows: components["schemas"]["NotReachedView"][];
        };
        OfficerView: {
            account: components["schemas"]["ActorAccountID"];
            admitted: boolean;
            name: string;
            recipient: string;
            rejoin: components["schemas"]["JournalEntryID"] | "";
        };
        /** @enum {string} */
        OffListReason: "list_is_old" | "new_damage" | "sent_by_office" | "other";
        OpeningsList: {
            rows: components["schemas"]["OpeningsRow"][];
        };
        OpeningsRow: {
            code: components["schemas"]["FaultCode"] | "";
            /** @enum {string} */
            column: "item" | "quantity";
            item: components["schemas"]["StockItemID"];
            /** Format: int64 */
            line: number;
            /** Format: int64 */
            quantity: number;
            state: components["schemas"]["OpeningState"];
        };
        /** @enum {string} */
        OpeningState: "new" | "there" | "wrong" | "added";
        OrganisationView: {
            id: components["schemas"]["ActorOrganisationID"];
            login_suffix: string;
            name: string;
            own: boolean;
        };
        OrganisationViewRows: {
            next: string;
            rows: components["schemas"]["OrganisationView"][];
        };
        OtherPhoneView: {
            credential: components["schemas"]["PeopleCredentialID"];
            name: string;
            withdrawn_at: string | null;
        };
        OwnAccountView: {
            second_factor: components["schemas"]["OwnFactorView"];
            sessions: components["schemas"]["OwnSessionView"][];
        };
        OwnFactorView: {
            /** Format: int64 */
            codes_left: number;
            offered: boolean;
            on: boolean;
            required: boolean;
            since: string | null;
        };
        OwnPasswordIn: {
            current: string;
            /** Format: new-password */
            password: string;
        };
        OwnProofIn: {
            current?: string;
        };
        OwnSessionView: {
            current: boolean;
            device: string;
            id: string;
            last_at: string;
            opened_at: string;
        };
        /** @enum {string} */
        PaperCancel: "spoiled" | "lost" | "refused";
        /** @enum {string} */
        PaperField: "worker" | "filled_at" | "details" | "area" | "written_place" | "name" | "landmark" | "also_called" | "phone" | "phone_of" | "women" | "men" | "girls" | "boys" | "infants" | "elderly" | "unstated" | "criteria" | "house" | "mark" | "grade" | "card";
        /** @enum {string} */
        PaperLayout: "family" | "sansad";
        PaperPaperCancel: {
            /** Format: paper-number */
            number: string;
            reason: components["schemas"]["PaperCancel"];
        };
        PaperPaperEnter: {
            /** Format: free-text */
            also_called?: string;
            area: components["schemas"]["AreaKey"];
            assessment?: components["schemas"]["DamageID"] | "";
            card?: string;
            consent: components["schemas"]["HouseholdConsentGiven"];
            criteria?: components["schemas"]["Criterion"][] | null;
            filled_at: string;
            /** Format: int64 */
            grade?: number;
            house?: components["schemas"]["House"] | "";
            id: components["schemas"]["HouseholdID"];
            known?: boolean;
            /** Format: free-text */
            landmark?: string;
            mark?: components["schemas"]["Mark"] | "";
            /** Format: free-text */
            name?: string;
            not_same_as?: components["schemas"]["HouseholdID"][] | null;
            /** Format: paper-number */
            number: string;
            people: components["schemas"]["HouseholdPeople"];
            /** Format: phone */
            phone?: string;
            phone_of?: components["schemas"]["PhoneOwner"] | "";
            worker: components["schemas"]["ActorAccountID"];
            /** Format: free-text */
            written_place?: string;
        };
        PaperPaperIssue: {
            id: components["schemas"]["PaperRunID"];
            language: components["schemas"]["Language"];
            layout: components["schemas"]["PaperLayout"];
            /** Format: int64 */
            sheets: number;
        };
        PaperPaperRetype: {
            /** Format: free-text */
            also_called?: string;
            area: components["schemas"]["AreaKey"];
            assessment?: components["schemas"]["DamageID"] | "";
            card?: string;
            consent: components["schemas"]["HouseholdConsentGiven"];
            criteria?: components["schemas"]["Criterion"][] | null;
            filled_at: string;
            /** Format: int64 */
            grade?: number;
            house?: components["schemas"]["House"] | "";
            id: components["schemas"]["HouseholdID"];
            known?: boolean;
            /** Format: free-text */
            landmark?: string;
            mark?: components["schemas"]["Mark"] | "";
            /** Format: free-text */
            name?: string;
            not_same_as?: components["schemas"]["HouseholdID"][] | null;
            /** Format: paper-number */
            number: string;
            people: components["schemas"]["HouseholdPeople"];
            /** Format: phone */
            phone?: string;
            phone_of?: components["schemas"]["PhoneOwner"] | "";
            worker: components["schemas"]["ActorAccountID"];
            /** Format: free-text */
            written_place?: string;
        };
        PaperPaperSettle: {
            /** Format: free-text */
            also_called?: string;
            assessment?: components["schemas"]["DamageID"] | "";
            /** Format: int64 */
            base_version: number;
            card?: string;
            criteria?: string[];
            /** Format: int64 */
            grade?: number;
            house?: string;
            household: components["schemas"]["HouseholdID"];
            /** Format: free-text */
            landmark?: string;
            mark?: string;
            /** Format: free-text */
            name?: string;
            /** Format: paper-number */
            number: string;
            people?: components["schemas"]["HouseholdPeopleChanged"];
            /** Format: phone */
            phone?: string;
            phone_of?: string;
            worker?: components["schemas"]["ActorAccountID"] | "";
        };
        /** Format: uuid */
        PaperRunID: string;
        PendingView: {
            asked_at: string;
            asked_by: string;
            effect_at: string | null;
            entry: components["schemas"]["JournalEntryID"];
            kind: string;
            may_approve: boolean;
            may_object: boolean;
            mine: boolean;
            subject: string;
        };
        PendingViewRows: {
            next: string;
            rows: components["schemas"]["PendingView"][];
        };
        PeopleAccountAdd: {
            demo?: boolean;
            grants: components["schemas"]["PeopleGrant"][];
            id: components["schemas"]["ActorAccountID"];
            language: components["schemas"]["Language"];
            login: string;
            name: string;
            organisation: components["schemas"]["ActorOrganisationID"];
        };
        PeopleAccountChange: {
            account: components["schemas"]["ActorAccountID"];
            /** Format: int64 */
            base_version: number;
            grants: components["schemas"]["PeopleGrant"][];
            language: components["schemas"]["Language"];
            name: string;
        };
        PeopleAccountEnd: {
            account: components["schemas"]["ActorAccountID"];
        };
        PeopleAccountInvite: {
            account: components["schemas"]["ActorAccountID"];
            id: components["schemas"]["PeopleInvitationID"];
            reset?: boolean;
        };
        PeopleAccountReinstate: {
            account: components["schemas"]["ActorAccountID"];
        };
        PeopleAutolockSet: {
            /** Format: int64 */
            minutes: number;
        };
        PeopleCallListOpen: {
            credential: components["schemas"]["PeopleCredentialID"];
            reason: components["schemas"]["CallReason"];
        };
        /** Format: uuid */
        PeopleCredentialID: string;
        PeopleDeviceEnrol: {
            credential: components["schemas"]["PeopleCredentialID"];
            device: components["schemas"]["PeopleDeviceID"];
            name?: string;
        };
        /** Format: uuid */
        PeopleDeviceID: string;
        PeopleDeviceWithdraw: {
            credential: components["schemas"]["PeopleCredentialID"];
            reason: components["schemas"]["PhoneReason"];
        };
        PeopleEntryWithdrawn: Record<string, never>;
        PeopleGrant: {
            /** Format: area-path */
            area_path: string;
            ends_at?: string;
            role: components["schemas"]["Role"];
        };
        /** Format: uuid */
        PeopleInvitationID: string;
        PeopleListExport: {
            area?: string;
            format: components["schemas"]["ListFormat"];
            /** @enum {string} */
            list: "households" | "assessments" | "stock" | "handovers";
            /** Format: date */
            since?: string;
            tags?: boolean;
        };
        PeopleOfficerDetails: {
            account: components["schemas"]["ActorAccountID"];
            approved_by: components["schemas"]["ActorAccountID"] | "";
            asked_by: components["schemas"]["ActorAccountID"] | "";
        };
        PeopleOrganisationAdd: {
            id: components["schemas"]["ActorOrganisationID"];
            name: string;
        };
        PeopleOrganisationFound: {
            account: components["schemas"]["PeopleAccountAdd"];
            organisation: components["schemas"]["PeopleOrganisationAdd"];
        };
        PeopleOutboxBring: {
            credential: components["schemas"]["PeopleCredentialID"];
            sha256: string;
        };
        PeoplePendingApprove: {
            entry: components["schemas"]["JournalEntryID"];
        };
        PeoplePendingObject: {
            entry: components["schemas"]["JournalEntryID"];
            reason: string;
        };
        PeopleProtectionAdmit: {
            account: components["schemas"]["ActorAccountID"];
            rejoin?: components["schemas"]["JournalEntryID"];
            /** Format: byte */
            wrapped: string;
        };
        PeopleProtectionFound: {
            /** Format: age-recipient */
            recipient: string;
            /** Format: byte */
            wrapped: string;
        };
        PeopleProtectionJoin: {
            /** Format: age-recipient */
            recipient: string;
            /** Format: byte */
            secret: string;
        };
        PeopleProtectionRejoin: {
            /** Format: age-recipient */
            recipient: string;
            /** Format: byte */
            secret: string;
        };
        PeopleRejoinDetails: {
            account: components["schemas"]["ActorAccountID"];
        };
        PeopleSecondFactorReset: {
            account: components["schemas"]["ActorAccountID"];
        };
        PeopleSecondFactorSet: {
            state: components["schemas"]["SecondFactorState"];
        };
        PeopleStewardAppoint: {
            account: components["schemas"]["ActorAccountID"];
        };
        PeopleView: {
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
            unstated?: number;
            /** Format: int64 */
            women: number;
        };
        PeopleWithheldLetIn: {
            credential: components["schemas"]["PeopleCredentialID"];
            reason: string;
        };
        /** @enum {string} */
        PersonState: "waiting" | "invited" | "expired" | "come" | "ended";
        PersonView: {
            expires_at: string | null;
            grants: components["schemas"]["GrantView"][];
            id: components["schemas"]["ActorAccountID"];
            language: components["schemas"]["Language"];
            login: string;
            mine: boolean;
            name: string;
            organisation: components["schemas"]["ActorOrganisationID"];
            roles: components["schemas"]["Role"][];
            second_factor: boolean;
            state: components["schemas"]["PersonState"];
            steward: boolean;
            /** Format: int64 */
            version: number;
        };
        PersonViewRows: {
            next: string;
            rows: components["schemas"]["PersonView"][];
        };
        PhoneAccount: {
            grants: components["schemas"]["PhoneGrant"][];
            id: components["schemas"]["ActorAccountID"];
            language: components["schemas"]["Language"];
            login: string;
            name: string;
            organisation: components["schemas"]["ActorOrganisationID"];
            organisation_name: string;
        };
        PhoneGrant: {
            path: string;
            role: components["schemas"]["Role"];
        };
        /** @enum {string} */
        PhoneOwner: "self" | "family" | "neighbour";
        /** @enum {string} */
        PhoneReason: "lost" | "stolen" | "returned" | "other";
        PhotoKept: {
            id: components["schemas"]["MediaID"];
        };
        /** @enum {string} */
        Picture: "tarpaulin" | "food" | "hygiene" | "other";
        PlanItemView: {
            item: components["schemas"]["StockItemID"];
            /** Format: int64 */
            per_household: number;
        };
        /** @enum {string} */
        PledgeState: "unpaid" | "partly_paid" | "paid" | "over_paid";
        PledgeView: {
            /** Format: int64 */
            amount_paise: number;
            donor: string;
            id: components["schemas"]["CampaignPledgeID"];
            /** Format: int64 */
            paid_paise: number;
            recorded_at: string;
            state: components["schemas"]["PledgeState"];
        };
        PledgeViewRows: {
            next: string;
            rows: components["schemas"]["PledgeView"][];
        };
        /** @enum {string} */
        PositionReason: "visit" | "check_grade" | "danger" | "asked_by_family";
        /** @enum {string} */
        PositionsState: "on" | "off";
        PositionsView: {
            at: string | null;
            by: string;
            enabled: boolean;
        };
        PositionView: {
            /** Format: double */
            accuracy_m: number;
            at: string | null;
            by: string;
            /** Format: double */
            lat: number;
            /** Format: double */
            lon: number;
            recorded: boolean;
        };
        /** @enum {string} */
        Power: "working" | "partly" | "out";
        /** @enum {string} */
        PracticeTask: "register" | "grade" | "card" | "handout" | "without_card" | "mistake";
        PreviewView: {
            rows: components["schemas"]["ListsPreviewRow"][];
        };
        /** @enum {string} */
        PriorityReason: "asked_by_family" | "visit" | "danger" | "recorded_by_mistake" | "no_longer_applies";
        PriorityView: {
            at: string | null;
            by: string;
            private_reason: boolean;
            reason: components["schemas"]["PriorityReason"] | "";
        };
        Problem: {
            code: components["schemas"]["FaultCode"];
            detail: string;
            entry?: components["schemas"]["JournalEntryID"];
            numbers?: {
                [key: string]: unknown;
            };
            outcome?: components["schemas"]["Status"];
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
        Protocol1Area: {
            area: components["schemas"]["AreaKey"];
            level: components["schemas"]["Level"];
            name: string;
            name_bn: string;
            outline: unknown;
            path: string;
            quality: components["schemas"]["Quality"] | "";
        };
        Protocol1Box: {
            /** Format: byte */
            box: string;
        };
        Protocol1CardKey: {
            /** Format: int32 */
            kid: number;
            /** Format: byte */
            public_key: string;
        };
        Protocol1Entitled: {
            area: components["schemas"]["AreaKey"];
            card: components["schemas"]["CardID"] | "";
            code: string;
            entitlement: components["schemas"]["DistributionEntitlementID"];
            /** Format: int64 */
            generation: number;
            household: components["schemas"]["HouseholdID"];
            items: components["schemas"]["Protocol1Quantity"][];
            mark: components["schemas"]["Mark"] | "";
            phone4: string;
            served: components["schemas"]["Protocol1Served"] | null;
            /** Format: int64 */
            size: number;
            sounds: string[];
            village: string;
        };
        Protocol1Epoch: {
            id?: string;
            /** Format: int64 */
            number: number;
        };
        Protocol1Event: {
            /** Format: date-time */
            at?: string;
            card?: components["schemas"]["CardID"];
            distribution?: components["schemas"]["DistributionID"];
            entitlement?: components["schemas"]["DistributionEntitlementID"];
            family?: components["schemas"]["Protocol1Family"];
            household?: components["schemas"]["HouseholdID"];
            place?: string;
            /** Format: int64 */
            seq: number;
            type: string;
        };
        Protocol1Family: {
            also_called: string;
            area: components["schemas"]["AreaKey"];
            card: string;
            /**
             * Format: int64
             * @enum {integer|null}
             */
            grade: 0 | 1 | 2 | 3 | 4 | null;
            house: components["schemas"]["House"] | "";
            household: components["schemas"]["HouseholdID"];
            mark: components["schemas"]["Mark"] | "";
            name: string;
            phone4: string;
            /** Format: int64 */
            size: number;
            sounds: string[];
        };
        Protocol1Feed: {
            /** Format: int64 */
            backed_up_through: number;
            epoch: components["schemas"]["Protocol1Epoch"];
            events: components["schemas"]["Protocol1Event"][];
            gaps?: [
                number,
                number
            ][];
            hash: string;
            head: components["schemas"]["Protocol1Head"];
            more: boolean;
            /** Format: int64 */
            seq: number;
        };
        Protocol1Grant: {
            Path: string;
            Role: components["schemas"]["Role"];
        };
        Protocol1Head: {
            hash: string;
            /** Format: int64 */
            seq: number;
        };
        Protocol1Item: {
            Code: string;
            ID: components["schemas"]["StockItemID"];
            Name: string;
            NameBN: string;
            NameHI: string;
            Picture: components["schemas"]["Picture"];
            Unit: string;
        };
        Protocol1Leader: {
            check: string;
            /** Format: int64 */
            rounds: number;
            /** Format: byte */
            salt: string;
        };
        Protocol1Line: {
            item: components["schemas"]["StockItemID"];
            /** Format: int64 */
            per_household: number;
        };
        Protocol1Manifest: {
            credential: components["schemas"]["PeopleCredentialID"];
            epoch: components["schemas"]["Protocol1Epoch"];
            hash: string;
            /** Format: date-time */
            issued_at: string;
            pack: string;
            parts: components["schemas"]["Protocol1Part"][] | null;
            /** Format: int64 */
            protocol: number;
            /** Format: int64 */
            seq: number;
        };
        Protocol1Part: {
            /** Format: int64 */
            bytes: number;
            name: string;
            /** Format: int64 */
            rows: number;
            sha256: string;
        };
        Protocol1Quantity: {
            item: components["schemas"]["StockItemID"];
            /** Format: int64 */
            quantity: number;
        };
        Protocol1Revoked: {
            /** Format: byte */
            cards: string | null;
            /** Format: int64 */
            version: number;
        };
        Protocol1SealedLane: {
            /** Format: int64 */
            lane: number;
            /** Format: int64 */
            listed: number;
            /** Format: byte */
            wrapped: string;
        };
        Protocol1Served: {
            /** Format: date-time */
            at: string;
            place: string;
        };
        Protocol1Settings: {
            protection_key: string;
            /** Format: int64 */
            stale_hours: number;
            /** Format: int64 */
            undo_seconds: number;
        };
        Protocol1Site: {
            area: components["schemas"]["AreaKey"];
            distribution: components["schemas"]["DistributionID"];
            /** Format: int64 */
            lane: number;
            /** Format: int64 */
            lanes: number;
            leader: components["schemas"]["Protocol1Leader"] | null;
            lines: components["schemas"]["Protocol1Line"][] | null;
            /** Format: int64 */
            listed: number;
            loaded: components["schemas"]["Protocol1Quantity"][] | null;
            name: string;
            /** Format: int64 */
            off_list_quota: number;
            place: string;
            sealed: components["schemas"]["Protocol1SealedLane"][] | null;
            state: components["schemas"]["DistributionState"];
            store: string;
        };
        Protocol1Work: {
            distributions: components["schemas"]["Protocol1Site"][] | null;
            grants: components["schemas"]["Protocol1Grant"][] | null;
            items: components["schemas"]["Protocol1Item"][] | null;
            roles: components["schemas"]["Role"][] | null;
            settings: components["schemas"]["Protocol1Settings"];
        };
        Protocol2Area: {
            area: components["schemas"]["AreaKey"];
            level: components["schemas"]["Level"];
            name: string;
            name_bn: string;
            name_hi: string;
            outline: components["schemas"]["Protocol2MultiPolygon"] | null;
            path: string;
            quality: components["schemas"]["Quality"] | "";
        };
        Protocol2Box: {
            /** Format: byte */
            box: string;
        };
        Protocol2CardKey: {
            /** Format: int32 */
            kid: number;
            /** Format: byte */
            public_key: string;
        };
        Protocol2Complaint: {
            about: components["schemas"]["GrievanceAbout"];
            answer?: string;
            answer_by?: components["schemas"]["AnswerBy"];
            area?: components["schemas"]["AreaKey"];
            complainant?: string;
            decision?: components["schemas"]["GrievanceDecision"];
            grievance: components["schemas"]["GrievanceID"];
            household?: components["schemas"]["HouseholdID"];
            reach?: components["schemas"]["ComplainantReach"];
            reach_at?: string;
            reach_phone?: string;
            reference: string;
            state: components["schemas"]["ComplaintState"];
            /** Format: date-time */
            taken_at: string;
        };
        Protocol2Dialect: {
            dialect: string;
            language: components["schemas"]["Language"];
            recordings: components["schemas"]["Protocol2Recording"][];
        };
        Protocol2Entitled: {
            area: components["schemas"]["AreaKey"];
            card: components["schemas"]["CardID"] | "";
            code: string;
            entitlement: components["schemas"]["DistributionEntitlementID"];
            /** Format: int64 */
            generation: number;
            household: components["schemas"]["HouseholdID"];
            items: components["schemas"]["Protocol2Quantity"][];
            mark: components["schemas"]["Mark"] | "";
            phone4: string;
            /** Format: date-time */
            served_at: string | null;
            /** Format: int64 */
            size: number;
            sounds: string[];
        };
        Protocol2Epoch: {
            id?: string;
            /** Format: int64 */
            number: number;
        };
        Protocol2Event: {
            /** Format: date-time */
            at?: string;
            card?: components["schemas"]["CardID"];
            distribution?: components["schemas"]["DistributionID"];
            entitlement?: components["schemas"]["DistributionEntitlementID"];
            family?: components["schemas"]["Protocol2Family"];
            grievance?: components["schemas"]["GrievanceID"];
            household?: components["schemas"]["HouseholdID"];
            place?: string;
            place_bn?: string;
            place_hi?: string;
            /** Format: int64 */
            seq: number;
            type: string;
        };
        Protocol2Family: {
            also_called: string;
            area: components["schemas"]["AreaKey"];
            card: string;
            /**
             * Format: int64
             * @enum {integer|null}
             */
            grade: 0 | 1 | 2 | 3 | 4 | null;
            house: components["schemas"]["House"] | "";
            household: components["schemas"]["HouseholdID"];
            mark: components["schemas"]["Mark"] | "";
            name: string;
            no_photo?: boolean;
            phone4: string;
            /**
             * Format: int64
             * @enum {integer}
             */
            reported?: 0 | 1 | 2 | 3 | 4;
            second?: components["schemas"]["DamageID"];
            /** Format: int64 */
            size: number;
            sounds: string[];
            to_visit?: boolean;
            verified?: boolean;
            /** Format: int64 */
            version?: number;
        };
        Protocol2Feed: {
            /** Format: int64 */
            backed_up_through: number;
            epoch: components["schemas"]["Protocol2Epoch"];
            events: components["schemas"]["Protocol2Event"][];
            gaps?: [
                number,
                number
            ][];
            hash: string;
            head: components["schemas"]["Protocol2Head"];
            more: boolean;
            notices: components["schemas"]["Protocol2Notice"][];
            /**
             * Format: int64
             * @enum {integer}
             */
            protocol: 2;
            /** Format: int64 */
            seq: number;
        };
        Protocol2Grant: {
            path: string;
            role: components["schemas"]["Role"];
        };
        Protocol2Handing: {
            distribution: components["schemas"]["DistributionID"];
            name: string;
            phones: components["schemas"]["Protocol2WorkingPhone"][];
            store: components["schemas"]["StockStoreID"];
        };
        Protocol2Head: {
            hash: string;
            /** Format: int64 */
            seq: number;
        };
        Protocol2Item: {
            code: string;
            id: components["schemas"]["StockItemID"];
            name: string;
            name_bn: string;
            name_hi: string;
            picture: components["schemas"]["Picture"];
            unit: string;
            unit_bn: string;
            unit_hi: string;
        };
        Protocol2Leader: {
            check: string;
            /** Format: int64 */
            rounds: number;
            /** Format: byte */
            salt: string;
        };
        Protocol2Line: {
            item: components["schemas"]["StockItemID"];
            /** Format: int64 */
            per_household: number;
        };
        Protocol2List: {
            families: components["schemas"]["Protocol2Entitled"][];
            villages: components["schemas"]["Protocol2Village"][];
        };
        Protocol2Manifest: {
            credential: components["schemas"]["PeopleCredentialID"];
            epoch: components["schemas"]["Protocol2Epoch"];
            hash: string;
            /** Format: date-time */
            issued_at: string;
            /** Format: int64 */
            key_version: number;
            pack: string;
            parts: components["schemas"]["Protocol2Part"][];
            /** Format: int64 */
            protocol: number;
            /** Format: int64 */
            seq: number;
        };
        Protocol2MultiPolygon: {
            coordinates: number[][][][];
            /** @enum {string} */
            type: "MultiPolygon";
        };
        Protocol2Notice: {
            /** Format: date-time */
            at: string;
            claim: components["schemas"]["JournalEntryID"];
            fields: string[];
            household: components["schemas"]["HouseholdID"];
            mine: boolean;
            /** Format: date-time */
            settled_at: string | null;
        };
        Protocol2Part: {
            /** Format: int64 */
            bytes: number;
            name: string;
            /** Format: int64 */
            rows: number;
            sha256: string;
        };
        Protocol2Quantity: {
            item: components["schemas"]["StockItemID"];
            /** Format: int64 */
            quantity: number;
        };
        Protocol2Recording: {
            /** Format: int64 */
            bytes: number;
            container: components["schemas"]["VoiceContainer"];
            sha256: string;
            spoken: components["schemas"]["SpokenText"];
            words: string;
        };
        Protocol2Revoked: {
            /** Format: byte */
            cards: string;
            /** Format: int64 */
            version: number;
        };
        Protocol2SealedLane: {
            /** Format: int64 */
            lane: number;
            /** Format: int64 */
            listed: number;
            /** Format: byte */
            wrapped: string;
        };
        Protocol2Sent: {
            item: components["schemas"]["StockItemID"];
            /** Format: int64 */
            sent: number;
        };
        Protocol2Settings: {
            help_number: string;
            /** Format: int64 */
            lock_minutes: number;
            positions: boolean;
            protection_key: string;
            /** Format: int64 */
            stale_hours: number;
            /** Format: int64 */
            undo_seconds: number;
        };
        Protocol2Site: {
            area: components["schemas"]["AreaKey"];
            distribution: components["schemas"]["DistributionID"];
            /** Format: int64 */
            lane: number;
            /** Format: int64 */
            lanes: number;
            leader: components["schemas"]["Protocol2Leader"] | null;
            lines: components["schemas"]["Protocol2Line"][];
            /** Format: int64 */
            listed: number;
            loaded: components["schemas"]["Protocol2Quantity"][];
            loads?: string[];
            name: string;
            /** Format: int64 */
            off_list_quota: number;
            place: string;
            place_bn: string;
            place_hi: string;
            sealed: components["schemas"]["Protocol2SealedLane"][];
            state: components["schemas"]["DistributionState"];
            store: string;
            taken: components["schemas"]["Protocol2Quantity"][];
        };
        Protocol2Store: {
            area: components["schemas"]["AreaKey"];
            name: string;
            name_bn: string;
            name_hi: string;
            store: components["schemas"]["StockStoreID"];
        };
        Protocol2Storekeeping: {
            handing: components["schemas"]["Protocol2Handing"][];
            stores: components["schemas"]["Protocol2Store"][];
            waybills: components["schemas"]["Protocol2Waybill"][];
        };
        Protocol2Village: {
            area: components["schemas"]["AreaKey"];
            name: string;
            name_bn: string;
            name_hi: string;
        };
        Protocol2Voice: {
            dialects: components["schemas"]["Protocol2Dialect"][];
        };
        Protocol2Waybill: {
            from: string;
            from_bn: string;
            from_hi: string;
            lines: components["schemas"]["Protocol2Sent"][];
            number: string;
            /** Format: date-time */
            sent_at: string;
            store: components["schemas"]["StockStoreID"];
            waybill: components["schemas"]["StockWaybillID"];
        };
        Protocol2Work: {
            complaints?: components["schemas"]["Protocol2Complaint"][];
            distributions: components["schemas"]["Protocol2Site"][];
            grants: components["schemas"]["Protocol2Grant"][];
            items: components["schemas"]["Protocol2Item"][];
            roles: components["schemas"]["Role"][];
            settings: components["schemas"]["Protocol2Settings"];
            storekeeping?: components["schemas"]["Protocol2Storekeeping"];
        };
        Protocol2WorkingPhone: {
            device: components["schemas"]["PeopleCredentialID"];
            worker: string;
        };
        /** @enum {string} */
        Purpose: "relief" | "photo" | "partner_sharing" | "public_story";
        /** @enum {string} */
        Quality: "surveyed" | "approximate";
        QueueView: {
            /** Format: int64 */
            count: number;
            more: boolean;
            queue: components["schemas"]["WorkQueue"];
        };
        RankView: {
            card_code: string;
            entitlement: components["schemas"]["DistributionEntitlementID"] | "";
            /**
             * Format: int64
             * @enum {integer}
             */
            grade: 0 | 1 | 2 | 3 | 4;
            household: components["schemas"]["HouseholdID"];
            household_name: string;
            in: components["schemas"]["Inclusion"];
            mark: components["schemas"]["Mark"] | "";
            /** Format: int64 */
            rank: number;
            served_at: string | null;
        };
        RankViewRows: {
            next: string;
            rows: components["schemas"]["RankView"][];
        };
        RecordingView: {
            at: string;
            by: string;
            /** Format: int64 */
            bytes: number;
            dialect: string;
            file: string;
            language: components["schemas"]["Language"];
            spoken: components["schemas"]["SpokenText"];
            words: string;
        };
        RecoveryCodesView: {
            codes: string[];
            session: components["schemas"]["SessionView"] | null;
        };
        RecoveryFound: {
            /** Format: int64 */
            bytes: number;
            label: string;
            name: string;
            path: string;
        };
        RecoveryResult: {
            /** Format: int64 */
            epoch: number;
            /** Format: int64 */
            findings: number;
            /** Format: int64 */
            photos: number;
            rows: {
                [key: string]: number;
            };
            /** Format: int64 */
            seq: number;
            taken_at: string;
        };
        RecoverySession: {
            found: components["schemas"]["RecoveryFound"][];
            state: components["schemas"]["RecoveryState"];
            ticket: string;
        };
        RecoveryState: {
            code: components["schemas"]["FaultCode"] | "";
            /** @enum {string} */
            doing: "nothing" | "restore" | "ready";
            /** Format: int64 */
            read: number;
            result: components["schemas"]["RecoveryResult"] | null;
            /** Format: int64 */
            size: number;
        };
        ReplyCheckpoint: {
            /** Format: byte */
            signature: string;
            /** Format: byte */
            statement: string;
        };
        ReplyEpoch: {
            id?: string;
            /** Format: int64 */
            number: number;
        };
        ReplyHead: {
            hash: string;
            /** Format: int64 */
            seq: number;
        };
        ReplyOutcome: {
            code?: components["schemas"]["FaultCode"];
            entry: components["schemas"]["JournalEntryID"];
            message?: string;
            numbers?: {
                [key: string]: unknown;
            };
            path?: string;
            /** Format: int64 */
            seq?: number;
            status: components["schemas"]["Status"];
            was?: components["schemas"]["Status"];
        };
        ReplyPush: {
            /** Format: int64 */
            backed_up_through: number;
            checkpoint: components["schemas"]["ReplyCheckpoint"];
            epoch: components["schemas"]["ReplyEpoch"];
            gaps?: [
                number,
                number
            ][];
            /** Format: date-time */
            now: string;
            /** Format: int64 */
            protocol: number;
            results: components["schemas"]["ReplyOutcome"][];
            seal_key: string;
            seen?: components["schemas"]["ReplyHead"];
            withdrawn: boolean;
        };
        ReportedView: {
            at: string;
            by: string;
            /**
             * Format: int64
             * @enum {integer}
             */
            grade: 0 | 1 | 2 | 3 | 4;
            house: components["schemas"]["House"] | "";
            note: string;
            reported_on: string;
            source: components["schemas"]["ReportSource"];
        };
        /** @enum {string} */
        ReportSource: "list" | "office";
        RestoreHave: {
            /** Format: int64 */
            have: number;
        };
        RestoreIn: {
            file?: string;
            first?: string;
            second?: string;
            ticket?: string;
        };
        RestoreOpenIn: {
            code?: string;
            folder?: string;
        };
        /** @enum {string} */
        Road: "open" | "foot_or_boat" | "cut_off";
        /** @enum {string} */
        Role: "administrator" | "outreach_worker" | "distributor" | "storekeeper" | "coordinator" | "protection_officer" | "treasurer" | "auditor";
        /** @enum {string} */
        RowDecision: "register" | "skip" | "correct";
        /** @enum {string} */
        RowStatus: "refused" | "held" | "noted";
        SealedView: {
            /** Format: byte */
            sealed: string;
        };
        /** @enum {string} */
        SearchedBy: "phone" | "name";
        /** @enum {string} */
        SecondFactorState: "on" | "off";
        SessionView: {
            account: components["schemas"]["AccountView"];
            csrf: string;
            demo: boolean;
            disk_full: boolean;
            second_factor: components["schemas"]["FactorStep"];
        };
        SheetIn: {
            accounts: components["schemas"]["ActorAccountID"][];
            language: components["schemas"]["Language"];
            reset?: boolean;
        };
        SheetSheetInfo: {
            hidden: boolean;
            merged: boolean;
            name: string;
        };
        ShippedIn: {
            districts: string[];
            dry_run?: boolean;
        };
        SignIn: {
            login: string;
            password: string;
        };
        /** @enum {string} */
        Similar: "hold" | "register";
        SituationView: {
            area: components["schemas"]["AreaKey"];
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            day: string;
            flooded: components["schemas"]["Flooded"];
            id: string;
            market: components["schemas"]["Market"];
            note: string;
            occurred_at: string;
            power: components["schemas"]["Power"];
            recorded_at: string;
            road: components["schemas"]["Road"];
            water: components["schemas"]["Water"];
            written_place: string;
        };
        SituationViewRows: {
            next: string;
            rows: components["schemas"]["SituationView"][];
        };
        /** @enum {string} */
        SpokenText: "consent_who" | "consent_what" | "consent_rights" | "photo_question" | "verdict_give" | "verdict_already_given" | "verdict_not_on_list" | "verdict_withdrawn" | "verdict_not_ours" | "verdict_finished";
        StartView: {
            help_number: string;
            /** Format: int64 */
            items: number;
            organisation: string;
            /** Format: int64 */
            people: number;
            /** Format: int64 */
            places: number;
        };
        /** @enum {string} */
        Status: "applied" | "duplicate" | "conflict" | "rejected" | "deferred";
        /** @enum {string} */
        Step: "promised" | "site_ready" | "plinth" | "walls" | "roof" | "handed_over" | "paused" | "stopped";
        StockArrival: {
            item: components["schemas"]["StockItemID"];
            reason?: string;
            /** Format: int64 */
            received: number;
        };
        StockBookedAndCounted: {
            /** Format: int64 */
            book: number;
            /** Format: int64 */
            counted: number;
            /** Format: int64 */
            difference: number;
            item: string;
        };
        StockCounted: {
            item: components["schemas"]["StockItemID"];
            /** Format: int64 */
            quantity: number;
        };
        StockDifference: {
            item: string;
            reason?: string;
            /** Format: int64 */
            received: number;
            /** Format: int64 */
            sent: number;
        };
        StockFound: {
            item: string;
            /** Format: int64 */
            received: number;
        };
        StockItemAdd: {
            code: string;
            common?: boolean;
            id: components["schemas"]["StockItemID"];
            name: string;
            name_bn?: string;
            name_hi?: string;
            picture: components["schemas"]["Picture"];
            unit: string;
            unit_bn?: string;
            unit_hi?: string;
        };
        /** Format: uuid */
        StockItemID: import('../ids').ItemId;
        StockItemQuantity: {
            item: components["schemas"]["StockItemID"];
            /** Format: int64 */
            quantity: number;
        };
        /** Format: uuid */
        StockMovementID: import('../ids').MovementId;
        StockReceiptDetails: {
            lines: components["schemas"]["StockDifference"][];
            number: string;
            waybill: components["schemas"]["StockWaybillID"];
        };
        StockSecondArrivalDetails: {
            lines: components["schemas"]["StockTwoCounts"][];
            number: string;
            place: string;
            place_bn: string;
            place_hi: string;
            waybill: components["schemas"]["StockWaybillID"];
        };
        StockStockAccept: {
            id: components["schemas"]["StockMovementID"];
            lines: components["schemas"]["StockArrival"][] | null;
            waybill: components["schemas"]["StockWaybillID"];
        };
        StockStockCount: {
            counted: components["schemas"]["StockCounted"][] | null;
            /** Format: uuid */
            id: string;
            store: components["schemas"]["StockStoreID"];
        };
        StockStockDispatch: {
            driver?: string;
            from: components["schemas"]["StockStoreID"];
            id: components["schemas"]["StockWaybillID"];
            lines: components["schemas"]["StockItemQuantity"][] | null;
            number?: string;
            to: components["schemas"]["StockStoreID"];
            vehicle?: string;
        };
        StockStockReceive: {
            document?: string;
            id: components["schemas"]["StockMovementID"];
            lines: components["schemas"]["StockItemQuantity"][] | null;
            store: components["schemas"]["StockStoreID"];
            supplier?: string;
        };
        StockStockReverse: {
            id: components["schemas"]["StockMovementID"];
            movement: components["schemas"]["StockMovementID"];
            reason: string;
        };
        StockStoreAdd: {
            area: components["schemas"]["AreaKey"];
            id: components["schemas"]["StockStoreID"];
            kind: components["schemas"]["StoreKind"];
            name: string;
            name_bn?: string;
            name_hi?: string;
            organisation?: components["schemas"]["ActorOrganisationID"];
        };
        StockStoreCountDetails: {
            count: string;
            counted_at: string;
            lines: components["schemas"]["StockBookedAndCounted"][];
            place: string;
            place_bn: string;
            place_hi: string;
            store: components["schemas"]["StockStoreID"];
            /** Format: int64 */
            through: number;
            uncounted: string[];
        };
        /** Format: uuid */
        StockStoreID: import('../ids').StoreId;
        StockTwoCounts: {
            /** Format: int64 */
            first: number;
            item: string;
            /** Format: int64 */
            second: number;
        };
        StockUnmatchedDetails: {
            lines: components["schemas"]["StockFound"][];
            number: string;
            place: string;
            place_bn: string;
            place_hi: string;
            why: components["schemas"]["UnmatchedArrival"];
        };
        StockWaybillArrived: {
            id: components["schemas"]["StockMovementID"];
            lines: components["schemas"]["StockArrival"][] | null;
            number: string;
            store: components["schemas"]["StockStoreID"];
            waybill?: components["schemas"]["StockWaybillID"];
        };
        /** Format: uuid */
        StockWaybillID: import('../ids').WaybillId;
        /** @enum {string} */
        StoreKind: "warehouse" | "partner" | "site";
        StoreView: {
            area: components["schemas"]["AreaKey"];
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            balances: components["schemas"]["BalanceView"][];
            id: components["schemas"]["StockStoreID"];
            kind: components["schemas"]["StoreKind"];
            name: string;
            name_bn: string;
            name_hi: string;
            organisation: components["schemas"]["ActorOrganisationID"];
            organisation_name: string;
            own: boolean;
        };
        StoreViewRows: {
            next: string;
            rows: components["schemas"]["StoreView"][];
        };
        stringRows: {
            next: string;
            rows: string[];
        };
        SummaryCounts: {
            /** Format: int64 */
            carded: number;
            /** Format: int64 */
            entitled: number;
            grades: [
                number,
                number,
                number,
                number,
                number
            ];
            /** Format: int64 */
            households: number;
            /** Format: int64 */
            people: number;
            /** Format: int64 */
            reached: number;
            /** Format: int64 */
            reported: number;
            /** Format: int64 */
            served: number;
        };
        SummaryView: {
            level: components["schemas"]["Level"];
            rows: components["schemas"]["AreaCounts"][];
            /** Format: int64 */
            seq: number;
            total: components["schemas"]["SummaryCounts"];
        };
        /** @enum {string} */
        TextEncoding: "utf-8" | "windows-1252" | "utf-16le" | "utf-16be";
        TicketIn: {
            ticket?: string;
        };
        /** @enum {string} */
        UndoReason: "wrong_family" | "wrong_items" | "by_mistake";
        /** @enum {string} */
        UnmatchedArrival: "unknown" | "other_store" | "ambiguous" | "cancelled";
        UnplacedView: {
            id: components["schemas"]["HouseholdID"];
            name: string;
            /** Format: int64 */
            size: number;
        };
        UnplacedViewRows: {
            next: string;
            rows: components["schemas"]["UnplacedView"][];
        };
        UpgradeOutcome: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            backup: "made" | "no_stick";
            changes: string[];
            from: string;
            /** @enum {string} */
            reason: "none" | "not_a_program" | "older" | "no_room" | "migration_failed" | "not_ready" | "interrupted";
            /** @enum {string} */
            result: "done" | "kept_old";
            to: string;
        };
        UpgradeView: {
            last: components["schemas"]["UpgradeOutcome"] | null;
            possible: boolean;
            waiting: boolean;
        };
        /** @enum {string} */
        Verdict: "give" | "already_given" | "not_on_list" | "withdrawn" | "not_ours" | "altered" | "expired" | "finished";
        VerdictView: {
            at: string | null;
            card_code: string;
            items: components["schemas"]["DueView"][];
            mark: components["schemas"]["Mark"] | "";
            place: string;
            place_bn: string;
            place_hi: string;
            /** Format: int64 */
            size: number;
            verdict: components["schemas"]["Verdict"];
        };
        /** @enum {string} */
        Viewing: "house" | "photo";
        /** @enum {string} */
        VisitResult: "gone" | "flooded" | "refused" | "come_back";
        VisitView: {
            again_on: string;
            at: string;
            by: string;
            result: components["schemas"]["VisitResult"] | "";
        };
        /** @enum {string} */
        VoiceContainer: "webm" | "mp4" | "ogg" | "mp3" | "wav";
        VoiceKept: {
            /** Format: int64 */
            bytes: number;
            container: components["schemas"]["VoiceContainer"];
            file: string;
        };
        VoicesView: {
            help_number: string;
            /** Format: int64 */
            most_bytes: number;
            /** Format: int64 */
            most_dialect_bytes: number;
            recordings: components["schemas"]["RecordingView"][];
        };
        VoiceVoiceRecord: {
            /** Format: free-text */
            dialect: string;
            file: string;
            language: components["schemas"]["Language"];
            spoken: components["schemas"]["SpokenText"];
            words: string;
        };
        VoiceVoiceWithdraw: {
            /** Format: free-text */
            dialect: string;
            language: components["schemas"]["Language"];
            spoken: components["schemas"]["SpokenText"];
        };
        /** @enum {string} */
        Water: "safe" | "unsafe" | "none";
        WaybillLineView: {
            item: components["schemas"]["StockItemID"];
            reason: string;
            /** Format: int64 */
            received: number | null;
            /** Format: int64 */
            sent: number;
        };
        /** @enum {string} */
        WaybillState: "drafted" | "sent" | "arrived" | "closed";
        WaybillView: {
            from: components["schemas"]["StockStoreID"];
            from_name: string;
            from_name_bn: string;
            from_name_hi: string;
            id: components["schemas"]["StockWaybillID"];
            incoming: boolean;
            lines: components["schemas"]["WaybillLineView"][];
            number: string;
            sent_at: string;
            state: components["schemas"]["WaybillState"];
            to: components["schemas"]["StockStoreID"];
            to_name: string;
            to_name_bn: string;
            to_name_hi: string;
        };
        WaybillViewRows: {
            next: string;
            rows: components["schemas"]["WaybillView"][];
        };
        WithdrawalView: {
            area_name: string;
            area_name_bn: string;
            area_name_hi: string;
            by: string;
            id: components["schemas"]["HouseholdID"];
            mine: boolean;
            registered_at: string;
            withdrawn_at: string;
        };
        WithdrawalViewRows: {
            next: string;
            rows: components["schemas"]["WithdrawalView"][];
        };
        /** @enum {string} */
        WorkQueue: "plans" | "second_grades" | "exceptions" | "complaints" | "arrivals" | "late_waybills" | "silent_phones" | "pending" | "written_places" | "withdrawals";
        WorkView: {
            counted_at: string;
            queues: components["schemas"]["QueueView"][];
        };
        WrittenNameView: {
            /** Format: int64 */
            complaints: number;
            /** Format: int64 */
            families: number;
            name: string;
            record: string;
            /** Format: int64 */
            reports: number;
        };
        WrittenPlaceView: {
            area: components["schemas"]["AreaView"] | null;
            decided_at: string | null;
            like: components["schemas"]["AreaView"][];
            since: string;
            spellings: components["schemas"]["WrittenNameView"][];
            under: components["schemas"]["AreaView"];
        };
        WrittenPlaceViewRows: {
            next: string;
            rows: components["schemas"]["WrittenPlaceView"][];
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
    get_api_v1_account: {
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
                    "application/json": components["schemas"]["OwnAccountView"];
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
    post_api_v1_account_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnPasswordIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnAccountView"];
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
    post_api_v1_account_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnProofIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewFactorView"];
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
    post_api_v1_account_second_factor_codes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnProofIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesView"];
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
    post_api_v1_account_second_factor_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorCodeIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesView"];
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
    post_api_v1_account_second_factor_off: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnProofIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnAccountView"];
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
    post_api_v1_account_sessions_end: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndSessionsIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnAccountView"];
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
                    "application/json": components["schemas"]["PersonViewRows"];
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
                apply?: "yes";
                area?: string;
                encoding?: string;
                language?: "en" | "bn" | "hi";
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
                    "application/json": components["schemas"]["AccountsPeopleList"];
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
                level?: "state" | "district" | "assembly_constituency" | "block" | "panchayat" | "village";
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
                    "application/json": components["schemas"]["AreaViewRows"];
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
                    "application/json": components["schemas"]["stringRows"];
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
                encoding?: string;
                issuer?: string;
                level?: "state" | "district" | "assembly_constituency" | "block" | "panchayat" | "village";
                name?: string;
                name_bn?: string;
                name_hi?: string;
                parent?: string;
                quality?: "surveyed" | "approximate";
                sheet?: string;
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
                    "application/json": components["schemas"]["AreasReport"];
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
                lat?: number;
                lon?: number;
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
                    "application/json": components["schemas"]["NearViewRows"];
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
    get_api_v1_areas_shipped: {
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
                    "application/json": components["schemas"]["AreasShippedDistrict"][] | null;
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
    post_api_v1_areas_shipped: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShippedIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AreasShippedReport"];
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
                    "application/json": components["schemas"]["AssessmentViewRows"];
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
    get_api_v1_assessments_count: {
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
    get_api_v1_autolock: {
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
                    "application/json": components["schemas"]["AutolockView"];
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
    get_api_v1_backup: {
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
                    "application/json": components["schemas"]["NightlyStatus"];
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
    post_api_v1_backup_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BackupFolderIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NightlyPages"];
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
    post_api_v1_backup_key_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BackupGroupsIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NightlyStatus"];
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
    post_api_v1_backup_place: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BackupFolderIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NightlyStatus"];
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
    post_api_v1_backup_run: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
                    "application/json": components["schemas"]["NightlyStatus"];
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
    post_api_v1_backup_test: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HalvesIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NightlyStatus"];
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
    post_api_v1_backup_test_postpone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
                    "application/json": components["schemas"]["NightlyStatus"];
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
    post_api_v1_beginning_restore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestoreOpenIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoverySession"];
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
    post_api_v1_beginning_restore_finish: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryState"];
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
    post_api_v1_beginning_restore_piece: {
        parameters: {
            query?: {
                offset?: number;
                ticket?: string;
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreHave"];
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
    post_api_v1_beginning_restore_start: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestoreIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryState"];
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
    post_api_v1_beginning_restore_state: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryState"];
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
                    "application/json": components["schemas"]["CampaignViewRows"];
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
                    "application/json": components["schemas"]["HomeViewRows"];
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
                    "application/json": components["schemas"]["PledgeViewRows"];
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
                    "application/json": components["schemas"]["BatchViewRows"];
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
                language?: "en" | "bn" | "hi";
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
    get_api_v1_condition: {
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
                    "application/json": components["schemas"]["ConditionView"];
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
                    "application/json": components["schemas"]["FieldUploadProgress"];
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
                    "application/json": components["schemas"]["ReplyPush"];
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
    post_api_v1_devices_check: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrolleeView"];
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
                state?: "planned" | "approved" | "open" | "closed";
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
                    "application/json": components["schemas"]["DistributionViewRows"];
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
    post_api_v1_distributions_id_leader: {
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
                "application/json": components["schemas"]["LeaderIn"];
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
                    "application/json": components["schemas"]["RankViewRows"];
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
                    payload: components["schemas"]["PeopleOrganisationAdd"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "organisation.found";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleOrganisationFound"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "account.add";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleAccountAdd"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "account.change";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleAccountChange"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "account.invite";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleAccountInvite"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "account.end";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleAccountEnd"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "account.reinstate";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleAccountReinstate"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "steward.appoint";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleStewardAppoint"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "device.enrol";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleDeviceEnrol"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "device.withdraw";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleDeviceWithdraw"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "autolock.set";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleAutolockSet"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "second_factor.set";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleSecondFactorSet"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "second_factor.reset";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleSecondFactorReset"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "call_list.open";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleCallListOpen"];
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
                    kind: "withheld.let_in";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleWithheldLetIn"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "outbox.bring";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleOutboxBring"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "entry.withdrawn";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleEntryWithdrawn"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "pending.approve";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeoplePendingApprove"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "pending.object";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeoplePendingObject"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "protection.join";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleProtectionJoin"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "protection.found";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleProtectionFound"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "protection.rejoin";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleProtectionRejoin"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "protection.admit";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PeopleProtectionAdmit"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "area.put";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["AreaAreaPut"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "area.alias";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["AreaAreaAlias"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "item.add";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["StockItemAdd"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "store.add";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["StockStoreAdd"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "stock.receive";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["StockStockReceive"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "stock.dispatch";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["StockStockDispatch"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "stock.accept";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["StockStockAccept"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "waybill.arrived";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["StockWaybillArrived"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "stock.count";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["StockStockCount"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "stock.reverse";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["StockStockReverse"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "household.register";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdHouseholdRegister"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "household.correct";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdHouseholdCorrect"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "household.amend";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdHouseholdAmend"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "consent.record";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdConsentRecord"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "household.position";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdHouseholdPosition"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "positions.set";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdPositionsSet"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "position.open";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdPositionOpen"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "household.visit";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdHouseholdVisit"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "household.erase";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdHouseholdErase"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "written_place.match";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdWrittenPlaceMatch"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "written_place.add";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdWrittenPlaceAdd"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "note.open";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdNoteOpen"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "priority.set";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["HouseholdPrioritySet"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "damage.assess";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DamageDamageAssess"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "damage.photograph";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DamageDamagePhotograph"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "damage.report";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DamageDamageReport"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "damage.verify";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DamageDamageVerify"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "situation.report";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DamageSituationReport"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "grievance.take";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["GrievanceGrievanceTake"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "grievance.settle";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["GrievanceGrievanceSettle"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "grievance.brought";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["GrievanceGrievanceBrought"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "grievance.open";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["GrievanceGrievanceOpen"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "grievance.erase";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["GrievanceGrievanceErase"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "card.print_batch";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["CardCardPrintBatch"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "card.bind";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["CardCardBind"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "card.retract";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["CardCardRetract"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "card.revoke";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["CardCardRevoke"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "paper.issue";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PaperPaperIssue"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "paper.enter";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PaperPaperEnter"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "paper.cancel";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PaperPaperCancel"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "paper.retype";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PaperPaperRetype"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "paper.settle";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["PaperPaperSettle"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "voice.record";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["VoiceVoiceRecord"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "voice.withdraw";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["VoiceVoiceWithdraw"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "distribution.plan";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionDistributionPlan"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "distribution.approve";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionDistributionApprove"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "distribution.open";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionDistributionOpen"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "distribution.close";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionDistributionClose"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "distribution.lanes";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionDistributionLanes"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "distribution.leader";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionDistributionLeader"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "lane.free";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionLaneFree"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "custody.load";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionCustodyLoad"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "custody.handed";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionCustodyHanded"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "handover.give";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionHandoverGive"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "handover.record";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionHandoverRecord"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "handover.undo";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionHandoverUndo"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "custody.close";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionCustodyClose"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "custody.returned";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionCustodyReturned"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "lane.open";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionLaneOpen"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "list.searched";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["DistributionListSearched"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "campaign.add";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["CampaignCampaignAdd"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "pledge.record";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["CampaignPledgeRecord"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "payment.record";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["CampaignPaymentRecord"];
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
                    kind: "exception.settle";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["JournalExceptionSettle"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "journal.restored";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["JournalJournalRestored"];
                    /** @enum {integer} */
                    schema: 1;
                } | {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    kind: "backup.taken";
                    /** Format: date-time */
                    occurred_at: string;
                    payload: components["schemas"]["JournalBackupTaken"];
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
    get_api_v1_erasable_complaint: {
        parameters: {
            query?: {
                reference?: string;
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
                    "application/json": components["schemas"]["ErasableView"];
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
            query?: {
                after?: string;
                kind?: "after_close" | "arrival_differs" | "arrival_unmatched" | "card_not_good" | "card_of_another" | "chain_broken" | "clock" | "corrected_twice" | "count_differs" | "custody_count_differs" | "custody_load_differs" | "custody_loaded_twice" | "custody_short" | "device_gap" | "device_gone" | "device_withdrawn" | "double_handover" | "fact_refused" | "grades_differ" | "handover_of_nobody" | "id_reuse" | "lane_opened" | "off_list" | "off_list_over_quota" | "officer_appointed" | "officer_rejoin" | "officer_reset" | "order_differs" | "out_of_scope" | "over_receipt" | "photo_elsewhere" | "photo_two_houses" | "seq_ahead" | "seq_reused" | "short_receipt" | "stock_count_differs" | "stock_short" | "storage_limit" | "waited_too_long";
                state?: "open" | "settled";
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
                    "application/json": components["schemas"]["ExceptionViewRows"];
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
                hxl?: "1";
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
                hxl?: "1";
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
                hxl?: "1";
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
                hxl?: "1";
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
                hxl?: "1";
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
                hxl?: "1";
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
                hxl?: "1";
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
                hxl?: "1";
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
                epoch?: number;
                hash?: string;
                next_seq?: number;
                protocol?: "1" | "2";
                seq?: number;
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
                    "application/json": components["schemas"]["Protocol1Feed"] | components["schemas"]["Protocol2Feed"];
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
    get_api_v1_form_progress: {
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
                    "application/json": components["schemas"]["FormProgressView"];
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
    get_api_v1_form_runs: {
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
                    "application/json": components["schemas"]["FormRunViewRows"];
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
    get_api_v1_form_runs_id_forms_pdf: {
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
    get_api_v1_form_settings: {
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
                    "application/json": components["schemas"]["FormSettingsView"];
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
    get_api_v1_form_workers: {
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
                    "application/json": components["schemas"]["FormWorkerViewRows"];
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
    get_api_v1_forms_differing: {
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
                    "application/json": components["schemas"]["FormDiffersViewRows"];
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
    get_api_v1_forms_to_retype: {
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
                    "application/json": components["schemas"]["FormNumberViewRows"];
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
    get_api_v1_forms_number: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
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
                    "application/json": components["schemas"]["FormView"];
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
    get_api_v1_forms_number_typings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
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
                    "application/json": components["schemas"]["FormBothView"];
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
                reference?: string;
                state?: "open" | "settled";
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
                    "application/json": components["schemas"]["GrievanceViewRows"];
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
                carded?: "yes" | "no";
                criterion?: "woman_headed" | "child_headed" | "elderly_alone" | "pregnant_or_nursing" | "infant" | "disability" | "chronic_illness" | "widow" | "landless" | "house_on_embankment" | "documents_lost";
                grade?: "-1" | "0" | "1" | "2" | "3" | "4";
                house?: "kutcha" | "semi_pucca" | "pucca" | "hut";
                reported?: "0" | "1" | "2" | "3" | "4";
                search?: string;
                served?: "yes" | "no";
                since?: string;
                sort?: "newest" | "oldest" | "worst" | "size" | "place";
                verified?: "yes" | "no";
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
    get_api_v1_households_id_claims: {
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
                    "application/json": components["schemas"]["ClaimsView"];
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
                    "application/json": components["schemas"]["NoteViewRows"];
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
    get_api_v1_households_id_position: {
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
                    "application/json": components["schemas"]["PositionView"];
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
                carded?: "yes" | "no";
                criterion?: "woman_headed" | "child_headed" | "elderly_alone" | "pregnant_or_nursing" | "infant" | "disability" | "chronic_illness" | "widow" | "landless" | "house_on_embankment" | "documents_lost";
                grade?: "-1" | "0" | "1" | "2" | "3" | "4";
                house?: "kutcha" | "semi_pucca" | "pucca" | "hut";
                reported?: "0" | "1" | "2" | "3" | "4";
                served?: "yes" | "no";
                since?: string;
                verified?: "yes" | "no";
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
                    "application/json": components["schemas"]["MatchViewRows"];
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
                    "application/json": components["schemas"]["JobsStoredFile"];
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
    post_api_v1_import_inspections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JobsInspectIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobsStoredFile"];
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
                    "application/json": components["schemas"]["jobsNamedMappingRows"];
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
                "application/json": components["schemas"]["JobsNamedMapping"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobsNamedMapping"];
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
                "application/json": components["schemas"]["JobsNewJob"];
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
    get_api_v1_import_templates_list: {
        parameters: {
            query?: {
                language?: "en" | "bn" | "hi";
            };
            header?: never;
            path: {
                list: string;
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
                    "application/json": components["schemas"]["ItemViewRows"];
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
                    "application/json": components["schemas"]["JobViewRows"];
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
                "application/json": components["schemas"]["JobsNewJob"];
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
    post_api_v1_jobs_id_decisions: {
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
                "application/json": components["schemas"]["JobsDecisions"];
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
            query?: {
                language?: "en" | "bn" | "hi";
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
    get_api_v1_machine: {
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
                    "application/json": components["schemas"]["MachineView"];
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
    post_api_v1_machine_autostart: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AutostartIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MachineView"];
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
    get_api_v1_not_reached: {
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
                    "application/json": components["schemas"]["NotReachedViewRows"];
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
    post_api_v1_opening_stock: {
        parameters: {
            query?: {
                apply?: "yes";
                encoding?: string;
                store?: string;
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
                    "application/json": components["schemas"]["OpeningsList"];
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
                    "application/json": components["schemas"]["OrganisationViewRows"];
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
            query?: {
                protocol?: "1" | "2";
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
                    "application/json": components["schemas"]["Protocol1Area"][] | components["schemas"]["Protocol1Family"][] | components["schemas"]["Protocol1CardKey"][] | components["schemas"]["Protocol1Entitled"][] | components["schemas"]["Protocol1Revoked"] | components["schemas"]["Protocol1Box"] | components["schemas"]["Protocol1Work"] | components["schemas"]["Protocol2Area"][] | components["schemas"]["Protocol2Family"][] | components["schemas"]["Protocol2CardKey"][] | components["schemas"]["Protocol2List"] | components["schemas"]["Protocol2Revoked"] | components["schemas"]["Protocol2Box"] | components["schemas"]["Protocol2Voice"] | components["schemas"]["Protocol2Work"];
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
                    "application/json": components["schemas"]["PendingViewRows"];
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
                    "application/json": components["schemas"]["FieldUploadProgress"];
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
                offset?: number;
                sha256?: string;
                size?: number;
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
                    "application/json": components["schemas"]["FieldUploadProgress"];
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
    get_api_v1_positions: {
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
                    "application/json": components["schemas"]["PositionsView"];
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
    get_api_v1_practice_cards_pdf: {
        parameters: {
            query?: {
                language?: "en" | "bn" | "hi";
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
    get_api_v1_second_factor: {
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
                    "application/json": components["schemas"]["FactorSettingView"];
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
    post_api_v1_session_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorCodeIn"];
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
                    "application/json": components["schemas"]["SituationViewRows"];
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
                    "application/json": components["schemas"]["StoreViewRows"];
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
                    "application/json": components["schemas"]["LedgerViewRows"];
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
                level?: "district" | "block" | "panchayat";
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
                    "application/json": components["schemas"]["ReplyPush"];
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
    get_api_v1_unplaced: {
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
                    "application/json": components["schemas"]["UnplacedViewRows"];
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
    get_api_v1_upgrade: {
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
                    "application/json": components["schemas"]["UpgradeView"];
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
    post_api_v1_upgrade: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
                    "application/json": components["schemas"]["UpgradeView"];
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
    get_api_v1_voice: {
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
                    "application/json": components["schemas"]["VoicesView"];
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
    post_api_v1_voice_files: {
        parameters: {
            query?: never;
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
                    "application/json": components["schemas"]["VoiceKept"];
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
    get_api_v1_voice_files_sha256: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sha256: string;
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
                    "application/octet-stream": string;
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
                state?: "drafted" | "sent" | "arrived" | "closed";
                way?: "arriving" | "late";
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
                    "application/json": components["schemas"]["WaybillViewRows"];
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
                    "application/json": components["schemas"]["WithdrawalViewRows"];
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
    get_api_v1_work: {
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
                    "application/json": components["schemas"]["WorkView"];
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
    get_api_v1_written_places: {
        parameters: {
            query?: {
                state?: "open" | "decided";
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
                    "application/json": components["schemas"]["WrittenPlaceViewRows"];
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
