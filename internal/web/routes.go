package web

import (
	"maps"
	"reflect"
	"slices"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/actor"
	"tripol/internal/exchange/accounts"
	"tripol/internal/exchange/areas"
	"tripol/internal/exchange/jobs"
	"tripol/internal/exchange/openings"
	"tripol/internal/field"
	"tripol/internal/paper"
	"tripol/internal/people"
	"tripol/internal/phonedata/protocol1"
	"tripol/internal/phonedata/protocol2"
	"tripol/internal/phonedata/reply"
	"tripol/internal/voice"
)

// Addresses with headers or refusals of their own.
const (
	officePath = "/office/"
	voiceFiles = "/api/v1/voice/files"
)

// Routes returns the route table, readable from top to bottom. The first match is used, so a literal segment precedes
// a parameter: households/count before households/:id.
func Routes() []Route {
	return slices.Concat(sessionRoutes(), syncRoutes(), packRoutes(), photoPartRoutes(), findingRoutes(), fieldRoutes(),
		protectionRoutes(), pendingRoutes(), complaintRoutes(), officeRoutes(), peopleRoutes(), ownRoutes(), importRoutes(),
		exportRoutes(), formRoutes(), voiceRoutes(), backupRoutes(), publicRoutes(), trustRoutes())
}

func sessionRoutes() []Route {
	return []Route{
		post("/api/v1/session", anyone, "Sign in", signIn).onFullDisk(),
		get("/api/v1/session", signedIn, "The session's account", whoAmI).whilePending(),
		raw("DELETE", "/api/v1/session", signedIn, "Sign out", signOut).status(fiber.StatusNoContent).onFullDisk().
			whilePending(),

		entry("/api/v1/entries", signedIn, "Submit an entry, idempotent by its id", takeEntry).forPhones(),
		raw("POST", "/api/v1/photos", recorders, "Upload a photo", keepPhoto).photo().forPhones(),
		raw("GET", "/api/v1/photos/:id", familyReaders, "A photo", showPhoto).gives("image/jpeg").forPhones(),
	}
}

// syncRoutes are the routes by which phones push their records.
func syncRoutes() []Route {
	push := raw("POST", "/api/v1/sync", phones, "Push many entries; 200 with a result for each", push)
	push.In, push.Out = reflect.TypeFor[field.Push](), reflect.TypeFor[reply.Push]()
	return []Route{
		push,
		post("/api/v1/devices/:id/records", managers, "Upload a piece of a phone's exported outbox file", takeFile),
		post("/api/v1/devices/:id/photos", managers, "Upload a photo from a phone's exported file", takeFilePhoto),
		post("/api/v1/devices", anyone, "Enrol a phone by invitation or password", enrolDevice).status(fiber.StatusCreated),
		post("/api/v1/devices/check", anyone, "The holder of a login and password, before enrolment", checkEnrolment).
			onFullDisk(),
		get("/api/v1/devices", managers, "Phones, with worker, last contact and unsent entries", listDevices),
		get("/api/v1/devices/:id/held", phoneReaders, "Data about families held by a phone, in numbers", showHeld),
		get("/api/v1/devices/:id/calls", officers, "Call list for a lost phone, after an entry call_list.open",
			showCalls).query("opening"),
		get("/api/v1/lost-phones", officers, "Phones blocked as lost or stolen", listLostPhones),
		post("/api/v1/devices/:id/let-in", coordinators, "Decide the withheld records of a blocked phone", letIn),
	}
}

// packRoutes are the routes that phones read: pack and feed.
func packRoutes() []Route {
	own := Policy{SignedIn: true, Phone: true, PhoneOnly: true}
	return []Route{
		get("/api/v1/devices/me", own, "The requesting phone", whichPhone),
		get("/api/v1/pack", own, "A new pack: its signed manifest", issuePack).query("protocol"),
		raw("GET", "/api/v1/pack/:id/:part", own, "One part of a pack", packPart).versions(packParts()...),
		raw("GET", "/api/v1/feed", own, "Feed: changes since a cursor", feed).
			query("protocol", "epoch", "seq", "hash", "next_seq").
			versions(reflect.TypeFor[protocol1.Feed](), reflect.TypeFor[protocol2.Feed]()),
		post("/api/v1/distributions/:id/lanes", coordinators, "Split a list into lanes, with the team leader's PIN",
			setLanes),
		post("/api/v1/distributions/:id/leader", coordinators, "Set the team leader's PIN of a list that is not split",
			setLeader),
		get("/api/v1/distributions/:id/custody", planReaders, "Custody of a distribution's goods, and its lanes", custody),
	}
}

// photoPartRoutes accept photos from phones, resumable at any byte.
func photoPartRoutes() []Route {
	own := Policy{SignedIn: true, Phone: true, Push: true, PhoneOnly: true}
	take := raw("POST", "/api/v1/photos/parts/:id", own, "Upload a piece of a sealed photo", takePiece).
		query("offset", "size", "sha256")
	take.Takes, take.Out = fiber.MIMEOctetStream, reflect.TypeFor[field.UploadProgress]()
	return []Route{get("/api/v1/photos/parts/:id", own, "Upload progress of a photo", photoHave), take}
}

func findingRoutes() []Route {
	filters := []string{"area", "criterion", "house", "grade", "since", "verified", "carded", "served", "reported"}
	return []Route{
		get("/api/v1/households", familyReaders, "Households: newest first, sorted, or by relevance", listHouseholds).
			forPhones().
			query(append(slices.Clone(filters), "search", "card", "sort", "after")...),
		get("/api/v1/households/count", familyReaders, "Count households matching a filter", countHouseholds).
			query(filters...),
		get("/api/v1/not-reached", visitReaders, "Families that are known and not reached, by area and result",
			listNotReached).query("area"),
		get("/api/v1/summary", summaryReaders, "Households counted by area, exact at this instant", showSummary).
			query("area", "level"),
	}
}

func fieldRoutes() []Route {
	return []Route{
		get("/api/v1/areas", signedIn, "Areas", listAreas).query("level", "parent", "search").forPhones(),
		get("/api/v1/areas/near", signedIn, "Areas that may contain a point, nearest first", nearAreas).
			query("lon", "lat").forPhones(),

		get("/api/v1/households/similar", recorders, "Households that may be the same family", similarHouseholds).
			query("name", "phone", "area").forPhones(),
		get("/api/v1/households/:id", familyReaders, "One household", showHousehold).forPhones(),
		get("/api/v1/assessments", recorders, "Assessments to be verified by a second person", listAssessments).
			query("area", "after").forPhones(),
		get("/api/v1/assessments/count", recorders, "Count assessments to be verified by a second person",
			countAssessments).query("area"),

		post("/api/v1/cards/read", cardReaders, "Look up a card", readCard).forPhones().onFullDisk(),
		post("/api/v1/distributions/:id/verdict", distributors, "The entitlement of a card, before a handover", verdict).
			forPhones().onFullDisk(),
	}
}

func protectionRoutes() []Route {
	return []Route{
		get("/api/v1/households/:id/history", familyReaders, "History of a household, oldest first", showHistory),
		get("/api/v1/households/:id/claims", coordinators, "Fields of a household with two answers, for the office to decide",
			showClaims),
		get("/api/v1/withdrawals", erasers, "Households that withdrew consent and are to be erased, without names",
			listWithdrawals),
	}
}

func pendingRoutes() []Route {
	return []Route{
		get("/api/v1/pending", signedIn, "Actions that need a second person, oldest first", listPending),
	}
}

func complaintRoutes() []Route {
	return []Route{
		get("/api/v1/situations", situationReaders, "Situation reports of areas, newest first", listSituations).
			query("after").forPhones(),
		get("/api/v1/grievances", grievanceReaders, "Grievances, newest first", listGrievances).
			query("state", "reference", "after"),
		get("/api/v1/grievances/:id/sealed", officers, "A private complaint, after an entry grievance.open", showSealed).
			query("opening"),
		get("/api/v1/erasable-complaint", complaintErasers, "A complaint about no registered family, to be erased",
			showErasable).
			query("reference"),
		get("/api/v1/protection", officers, "The keys that open sealed notes", showProtection),
		get("/api/v1/form-settings", recorders, "Public key of sealed notes, and the help number", showFormSettings),
		get("/api/v1/households/:id/priority", officers, "Private reason of a household", showPriority),
		get("/api/v1/positions", signedIn, "Whether positions of houses are recorded", showPositions),
		get("/api/v1/autolock", signedIn, "Minutes without use after which phones lock", showAutolock),
		get("/api/v1/households/:id/position", positionReaders, "Position of a house, after an entry position.open",
			showPosition).
			query("opening"),
		get("/api/v1/households/:id/notes", officers, "Sealed notes of a household, after an entry note.open", showNotes).
			query("opening"),
	}
}

func officeRoutes() []Route {
	return []Route{
		get("/api/v1/card-batches", coordinators, "Batches of cards", listBatches),
		raw("GET", "/api/v1/card-batches/:id/sheet.pdf", coordinators, "A batch as A4 sheets", printBatch).
			query("language").gives("application/pdf"),
		raw("GET", "/api/v1/practice-cards.pdf", coordinators, "The cards of practice mode as A4 sheets", printPracticeCards).
			query("language").gives("application/pdf"),

		get("/api/v1/items", signedIn, "Items", listItems).forPhones(),
		get("/api/v1/stores", signedIn, "Stores, with the balances of one's own", listStores).forPhones(),
		get("/api/v1/stores/:id/ledger", stockReaders, "A store's ledger, newest first", storeLedger).query("after"),
		list[openings.List]("/api/v1/opening-stock", only(actor.Storekeeper, actor.Coordinator),
			"A list of what a store has at the beginning: judged, or received", openingStock).
			query("store", "encoding", "apply"),
		get("/api/v1/waybills", stockReaders, "Waybills, newest first; in transit by what they wait for, oldest first",
			listWaybills).query("state", "way", "after"),

		get("/api/v1/unplaced", coordinators, "Families of a village's panchayat that have no village", listUnplaced).
			query("area"),
		get("/api/v1/distributions", planReaders, "Distributions, newest first", listDistributions).
			query("state", "after").forPhones(),
		get("/api/v1/distributions/:id", planReaders, "One distribution", showDistribution).forPhones(),
		get("/api/v1/distributions/:id/list", rankReaders, "Ranks and grades of a list", distributionList).query("after"),
		get("/api/v1/distributions/:id/list/:household", rankReaders, "Why one family has its rank: grade and visible needs",
			explainRank),

		get("/api/v1/campaigns", signedIn, "Campaigns", listCampaigns),
		get("/api/v1/campaigns/:slug", signedIn, "One campaign with its totals", showCampaign),
		get("/api/v1/campaigns/:slug/pledges", donationReaders, "Pledges, newest first", listPledges).query("after"),
		get("/api/v1/campaigns/:slug/homes", donationReaders, "Homes", listHomes).query("area", "after"),

		get("/api/v1/exceptions", exceptionReaders, "Exceptions, settled ones last", listExceptions).
			query("state", "kind", "after"),
		get("/api/v1/work", signedIn, "The work that waits for the reader, in numbers", countWork),
	}
}

func peopleRoutes() []Route {
	return []Route{
		get("/api/v1/accounts", managers, "People that one administers, with their invitation state", listAccounts),
		get("/api/v1/organisations", managers, "Organisations that one administers", listOrganisations),
		list[accounts.PeopleList]("/api/v1/accounts/import", managers, "A list of people: judged, or added", importPeople).
			query("area", "language", "organisation", "apply", "encoding"),
		sheet[SheetIn]("/api/v1/invitations/sheet.pdf", managers, "Invite people: their codes, once, as A4 sheets",
			inviteSheet),
		post("/api/v1/invitations/read", anyone, "The holder of an invitation", readInvitation).onFullDisk(),
		post("/api/v1/invitations/accept", anyone, "Accept an invitation with a password, and sign in", acceptInvitation),

		get("/api/v1/condition", anyone, "Problems of the server's machine: clock, sleep, disk, network", showCondition),
		get("/api/v1/machine", administrators, "The server's machine: address for phones, autostart", showMachine),
		post("/api/v1/machine/autostart", administrators, "Start the server with its machine, or no longer", setAutostart),
		get("/api/v1/beginning", anyone, "Whether the first account exists", hasBegun),
		post("/api/v1/beginning", anyone, "Create the first administrator", begin),
		get("/api/v1/start", managers, "Progress of an organisation's first steps", started),
		get("/api/v1/areas/aliases", managers, "One's organisation's own names for an area", listAliases).query("area"),
		get("/api/v1/written-places", managers, "Names of places that workers did not find, to be decided", listWritten).
			query("state"),
		list[areas.Report]("/api/v1/areas/import", only(actor.Administrator), "Places from a file", importPlaces).
			query("level", "code", "name", "name_bn", "name_hi", "parent", "issuer", "quality", "encoding", "sheet"),
		get("/api/v1/areas/shipped", managers, "Districts whose places come with the program", listShipped),
		post("/api/v1/areas/shipped", only(actor.Administrator), "Import places that come with the program", importShipped),
	}
}

// ownRoutes are the routes of people's own accounts. Those of a pending session are marked.
func ownRoutes() []Route {
	return []Route{
		get("/api/v1/account", signedIn, "One's own sessions and second factor", showOwnAccount),
		post("/api/v1/account/password", signedIn, "Change one's own password, and end the other sessions",
			changeOwnPassword),
		post("/api/v1/account/sessions/end", signedIn, "End one of one's own sessions, or all others", endOwnSessions).
			onFullDisk(),
		post("/api/v1/account/second-factor", signedIn, "Begin to set up one's own second factor", beginFactor).
			whilePending(),
		post("/api/v1/account/second-factor/confirm", signedIn, "Confirm it by its first code; the recovery codes",
			confirmFactor).whilePending(),
		post("/api/v1/account/second-factor/codes", signedIn, "New recovery codes", renewRecoveryCodes),
		post("/api/v1/account/second-factor/off", signedIn, "Turn one's own second factor off", endFactor),
		post("/api/v1/session/second-factor", signedIn, "The second step of a sign-in: a code", passFactor).
			whilePending().onFullDisk(),
		get("/api/v1/second-factor", only(actor.Administrator), "Whether a sign-in needs a second factor",
			showFactorSetting),
	}
}

func importRoutes() []Route {
	keep := raw("POST", "/api/v1/import-files", importers, "Upload a list (CSV or XLSX) for an import", keepImportFile).
		query("name").status(fiber.StatusCreated)
	keep.Takes, keep.Out = fiber.MIMEOctetStream, reflect.TypeFor[jobs.StoredFile]()
	return []Route{
		keep,
		post("/api/v1/import-inspections", importers, "An uploaded file in another encoding, or another of its sheets",
			inspectImport),
		post("/api/v1/import-preview", importers, "Preview of the first rows of an import", previewImport),
		raw("GET", "/api/v1/import-templates/:list", signedIn, "The template of a list, with an example row", importTemplate).
			query("language").gives("text/csv"),
		get("/api/v1/import-fields", importers, "Fields that a column can be mapped to", importFields),
		get("/api/v1/import-mappings", importers, "Saved mappings", listMappings),
		post("/api/v1/import-mappings", importers, "Save a mapping under its name", saveMapping),
		get("/api/v1/jobs", importers, "Jobs, newest first", listJobs),
		post("/api/v1/jobs", importers, "Start an import, or get the running one", startJob),
		get("/api/v1/jobs/:id", importers, "One job, with the first refused rows", showJob),
		post("/api/v1/jobs/:id/cancel", importers, "Cancel a job", cancelJob),
		post("/api/v1/jobs/:id/decisions", importers, "Decide about held rows, which starts their import", decideRows),
		raw("GET", "/api/v1/jobs/:id/result.csv", importers, "The refused rows, for correction and another import",
			jobResult).query("language").gives("text/csv"),
	}
}

// exportRoutes returns the routes of the exported lists, one per format.
func exportRoutes() (routes []Route) {
	media := map[string]string{
		"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	}
	for _, list := range slices.Sorted(maps.Keys(people.TakersOut)) {
		for _, format := range people.ListFormats {
			routes = append(routes, raw("GET", "/api/v1/exports/"+list+"."+format, only(people.TakersOut[list]...),
				"The list "+list+" as a file; journalled", takeOut(list, format)).
				query("area", "since", "hxl").gives(media[format]))
		}
	}
	return routes
}

// formRoutes are the routes of the work with paper forms.
func formRoutes() []Route {
	readers := only(paper.Readers...)
	return []Route{
		get("/api/v1/form-runs", readers, "Runs of printed forms, newest first", listFormRuns),
		raw("GET", "/api/v1/form-runs/:id/forms.pdf", readers, "The blank forms of a run as A4 pages", printForms).
			gives("application/pdf"),
		get("/api/v1/form-workers", recorders, "People whose forms are entered", listFormWorkers),
		get("/api/v1/form-progress", readers, "Forms entered today, waiting for a second typing, and differing",
			showFormProgress),
		get("/api/v1/forms-to-retype", recorders, "Forms that wait for the reader's second typing, oldest first",
			listFormsToRetype),
		get("/api/v1/forms-differing", coordinators, "Forms whose two typings differ, to be decided", listFormsDiffering),
		get("/api/v1/forms/:number", recorders, "What became of a form's number", showForm),
		get("/api/v1/forms/:number/typings", coordinators, "What differs between the two typings of a form", showBothTypings),
	}
}

// voiceRoutes are the routes of recordings of spoken texts.
func voiceRoutes() []Route {
	keep := raw("POST", voiceFiles, voiceEditors, "Upload a recording of a spoken text", keepVoice).
		status(fiber.StatusCreated).forPhones()
	keep.Takes, keep.Out = fiber.MIMEOctetStream, reflect.TypeFor[voice.Kept]()
	return []Route{
		get("/api/v1/voice", voiceEditors, "Recordings of spoken texts, by dialect", listVoices).forPhones(),
		keep,
		raw("GET", "/api/v1/voice/files/:sha256", signedIn, "The file of a recording", showVoice).
			gives(fiber.MIMEOctetStream).forPhones(),
	}
}

// backupRoutes are for the steward: backups hold the data of all organisations.
func backupRoutes() []Route {
	stewards := only(actor.Administrator)
	piece := raw("POST", "/api/v1/beginning/restore/piece", anyone, "Upload a piece of a backup", takeRestorePiece).
		query("ticket", "offset")
	piece.Takes, piece.Out = fiber.MIMEOctetStream, reflect.TypeFor[RestoreHave]()
	return []Route{
		get("/api/v1/backup", stewards, "Backups that the program makes by itself, and the inserted sticks", showBackups),
		post("/api/v1/backup/key", stewards, "Draw a key for backups: its two halves, once, to be printed", drawBackupKey),
		post("/api/v1/backup/key/confirm", stewards, "Put the printed key into force", confirmBackupKey),
		post("/api/v1/backup/place", stewards, "Make another stick or folder known", addBackupPlace),
		post("/api/v1/backup/run", stewards, "Make a backup now", startBackup),
		post("/api/v1/backup/test", stewards, "Open the newest backup with both halves of the key", testBackup),
		get("/api/v1/upgrade", stewards, "The last upgrade of the program, and whether another waits", showUpgrade),
		post("/api/v1/upgrade", stewards, "Replace the program by the new one beside it", startUpgrade),
		post("/api/v1/backup/test/postpone", stewards, "Postpone the monthly test by a week", postponeBackupTest),

		post("/api/v1/beginning/restore", anyone, "Backups that an empty installation can restore, with the setup code",
			openRestore),
		piece,
		post("/api/v1/beginning/restore/start", anyone, "Restore a backup into an empty installation", startRestore),
		post("/api/v1/beginning/restore/state", anyone, "Progress of a restore", restoreState),
		post("/api/v1/beginning/restore/finish", anyone, "Restart into the restored data", finishRestore),
	}
}

func publicRoutes() []Route {
	return []Route{
		page("/", publicHome), page("/c/:slug", publicCampaign), page("/c/:slug/data.csv", publicData),
		page("/field/", appPage("field")), page(officePath, appPage("office")), page("/assets/*", built),
		page("/field/sw.js", fieldFile("sw.js")), page("/field/app.webmanifest", fieldFile("app.webmanifest")),
		page("/field", redirect("/field/")), page("/office", redirect("/office/")),
		page("/icon.svg", icon), page("/favicon.ico", redirect("/icon.svg")), page("/openapi.json", openapi),
		page("/healthz", alive), page("/readyz", ready), page("/metrics", measured),
	}
}

func trustRoutes() []Route {
	return []Route{
		page("/trust", trustPage), page("/trust/sheet", trustSheet), page("/trust/authority.crt", authorityFile),
	}
}

// plainRoutes are the routes of the plain listener beside https: the steps for a phone, and a hint at the addresses
// that people try first. It accepts no sign-in.
func plainRoutes() []Route {
	to := func(c *call) error { return c.Redirect("/trust", fiber.StatusFound) }
	return slices.Concat(trustRoutes(), []Route{
		page("/", to), page("/field", to), page("/office", to), page("/field/", plainPage), page("/office/", plainPage),
		page("/assets/*", built), page("/icon.svg", icon), page("/healthz", alive),
		raw("POST", "/api/v1/session", anyone, "", func(*call) error { return errPlainLine() }),
	})
}
