package web

import (
	"reflect"
	"slices"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/actor"
	"tripol/internal/journal"
)

// Route is a row of the route table: method, path, access policy, and the types of request and response.
type Route struct {
	Method, Path string
	Policy       Policy
	Summary      string
	In, Out      reflect.Type
	Query        []string // names of query parameters
	Takes, Gives string   // media types of bodies that are not JSON
	Status       int      // of success
	OnFullDisk   bool     // served while the disk reserve is in use, although its method is not GET
	Hidden       bool     // pages and files, not part of the OpenAPI document
	handle       func(*call) error
}

var (
	anyone   = Policy{Public: true}
	signedIn = Policy{SignedIn: true}
	phones   = Policy{SignedIn: true, Phone: true, Push: true, PhoneOnly: true}
)

func only(roles ...actor.Role) Policy { return Policy{SignedIn: true, Roles: roles} }

// Policies, named after the right. Those of one file are declared in it.
var (
	exceptionReaders = only(actor.Administrator, actor.ProtectionOfficer, actor.Coordinator, actor.Storekeeper,
		actor.Auditor)
	stockReaders    = only(actor.Storekeeper, actor.Coordinator, actor.Auditor)
	recorders       = only(actor.OutreachWorker, actor.Coordinator)
	cardReaders     = only(actor.OutreachWorker, actor.Distributor, actor.Coordinator)
	distributors    = only(actor.Distributor, actor.Coordinator)
	planReaders     = only(actor.Coordinator, actor.Distributor, actor.Auditor)
	rankReaders     = only(actor.Coordinator, actor.Auditor)
	coordinators    = only(actor.Coordinator)
	donationReaders = only(actor.Treasurer, actor.Coordinator, actor.Auditor)
	managers        = only(actor.Administrator, actor.Coordinator)
)

// Routes returns the route table, readable from top to bottom. The first match is used, so a literal segment precedes
// a parameter: households/count before households/:id.
func Routes() []Route {
	return slices.Concat(sessionRoutes(), syncRoutes(), packRoutes(), photoPartRoutes(), findingRoutes(), fieldRoutes(),
		protectionRoutes(), pendingRoutes(), complaintRoutes(), officeRoutes(), peopleRoutes(), importRoutes(),
		exportRoutes(), publicRoutes(), trustRoutes())
}

func sessionRoutes() []Route {
	return []Route{
		post("/api/v1/session", anyone, "Sign in", signIn).onFullDisk(),
		get("/api/v1/session", signedIn, "The session's account", whoAmI),
		raw("DELETE", "/api/v1/session", signedIn, "Sign out", signOut).status(fiber.StatusNoContent).onFullDisk(),

		entry("/api/v1/entries", signedIn, "Submit an entry, idempotent by its id", takeEntry).forPhones(),
		raw("POST", "/api/v1/photos", recorders, "Upload a photo", keepPhoto).photo().forPhones(),
		raw("GET", "/api/v1/photos/:id", familyReaders, "A photo", showPhoto).gives("image/jpeg").forPhones(),
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
			query("after").forPhones(),

		post("/api/v1/cards/read", cardReaders, "Look up a card", readCard).forPhones().onFullDisk(),
		post("/api/v1/distributions/:id/verdict", distributors, "The entitlement of a card, before a handover", verdict).
			forPhones().onFullDisk(),
	}
}

func officeRoutes() []Route {
	return []Route{
		get("/api/v1/card-batches", coordinators, "Batches of cards", listBatches),
		raw("GET", "/api/v1/card-batches/:id/sheet.pdf", coordinators, "A batch as A4 sheets", printBatch).
			query("language").gives("application/pdf"),

		get("/api/v1/items", signedIn, "Items", listItems).forPhones(),
		get("/api/v1/stores", signedIn, "Stores, with the balances of one's own", listStores).forPhones(),
		get("/api/v1/stores/:id/ledger", stockReaders, "A store's ledger, newest first", storeLedger).query("after"),
		get("/api/v1/waybills", stockReaders, "Waybills, newest first", listWaybills).query("state", "after"),

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

		get("/api/v1/exceptions", exceptionReaders, "Exceptions, settled ones last", listExceptions),
	}
}

func publicRoutes() []Route {
	return []Route{
		page("/", publicHome), page("/c/:slug", publicCampaign), page("/c/:slug/data.csv", publicData),
		page("/field/", appPage("field")), page("/office/", appPage("office")), page("/assets/*", built),
		page("/field/sw.js", fieldFile("sw.js")), page("/field/app.webmanifest", fieldFile("app.webmanifest")),
		page("/field", redirect("/field/")), page("/office", redirect("/office/")),
		page("/icon.svg", icon), page("/favicon.ico", redirect("/icon.svg")), page("/openapi.json", openapi),
		page("/healthz", alive), page("/readyz", ready), page("/metrics", measured),
	}
}

// get is a read that returns JSON.
func get[Out any](path string, who Policy, summary string, handle func(*call) (Out, error)) Route {
	return Route{
		Method: "GET", Path: path, Policy: who, Summary: summary, Out: reflect.TypeFor[Out](), Status: fiber.StatusOK,
		handle: func(c *call) error {
			out, err := handle(c)
			if err != nil {
				return err
			}
			c.Set(fiber.HeaderCacheControl, "no-store")
			return c.JSON(out)
		},
	}
}

// post accepts JSON and returns JSON.
func post[In, Out any](path string, who Policy, summary string, handle func(*call, In) (Out, error)) Route {
	r := get(path, who, summary, func(c *call) (Out, error) {
		in, err := body[In](c)
		if err != nil {
			var none Out
			return none, err
		}
		return handle(c, in)
	})
	r.Method, r.In = "POST", reflect.TypeFor[In]()
	return r
}

// entry is the route for journal entries: its status depends on the outcome.
func entry(path string, who Policy, summary string, handle func(*call, EntryIn) error) Route {
	return Route{
		Method: "POST", Path: path, Policy: who, Summary: summary, Status: fiber.StatusOK,
		In: reflect.TypeFor[EntryIn](), Out: reflect.TypeFor[journal.Outcome](),
		handle: func(c *call) error {
			in, err := body[EntryIn](c)
			if err != nil {
				return err
			}
			return handle(c, in)
		},
	}
}

// raw is a route whose request or response body is not JSON.
func raw(method, path string, who Policy, summary string, handle func(*call) error) Route {
	return Route{Method: method, Path: path, Policy: who, Summary: summary, Status: fiber.StatusOK, handle: handle}
}

// page is a route without a session, not part of the OpenAPI document.
func page(path string, handle func(*call) error) Route {
	return Route{Method: "GET", Path: path, Policy: anyone, Hidden: true, Status: fiber.StatusOK, handle: handle}
}

func redirect(to string) func(*call) error {
	return func(c *call) error { return c.Redirect(to, fiber.StatusMovedPermanently) }
}

func (r Route) query(names ...string) Route { r.Query = names; return r }

// photo marks a route that accepts a picture and returns its id.
func (r Route) photo() Route {
	r.Takes, r.Out, r.Status = "image/jpeg", reflect.TypeFor[PhotoKept](), fiber.StatusCreated
	return r
}

// forPhones admits enrolled phones with their full token.
func (r Route) forPhones() Route { r.Policy.Phone = true; return r }

// onFullDisk marks a route that only reads, or signs in or out.
func (r Route) onFullDisk() Route { r.OnFullDisk = true; return r }

func (r Route) gives(media string) Route { r.Gives = media; return r }
func (r Route) status(code int) Route    { r.Status = code; return r }
