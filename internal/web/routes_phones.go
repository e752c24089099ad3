package web

import (
	"reflect"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/field"
	"tripol/internal/phonedata/protocol1"
	"tripol/internal/phonedata/protocol2"
	"tripol/internal/phonedata/reply"
)

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
