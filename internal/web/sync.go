package web

import (
	"reflect"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/field"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// syncRoutes are the routes by which phones push their records.
func syncRoutes() []Route {
	push := raw("POST", "/api/v1/sync", phones, "Push many entries; 200 with a result for each", push)
	push.In, push.Out = reflect.TypeFor[field.Push](), reflect.TypeFor[field.PushResponse]()
	return []Route{
		push,
		post("/api/v1/devices/:id/records", managers, "Upload a piece of a phone's exported outbox file", takeFile),
		post("/api/v1/devices/:id/photos", managers, "Upload a photo from a phone's exported file", takeFilePhoto),
		post("/api/v1/devices", anyone, "Enrol a phone by invitation or password", enrolDevice).status(fiber.StatusCreated),
		get("/api/v1/devices", managers, "Phones, with worker, last contact and unsent entries", listDevices),
		get("/api/v1/devices/:id/held", phoneReaders, "Data about families held by a phone, in numbers", showHeld),
		get("/api/v1/devices/:id/calls", officers, "Call list for a lost phone, after an entry call_list.open",
			showCalls).query("opening"),
		get("/api/v1/lost-phones", officers, "Phones blocked as lost or stolen", listLostPhones),
		post("/api/v1/devices/:id/let-in", coordinators, "Decide the withheld records of a blocked phone", letIn),
	}
}

// push accepts records from a phone. It requires only the push token: a blocked phone gets a response too.
func push(c *call) error {
	raw, err := c.json()
	if err != nil {
		return err
	}
	answer, err := c.takeIn(c.phone, raw)
	if err != nil {
		return err
	}
	return c.JSON(answer)
}

// takeIn processes a phone's envelope, within the concurrency limit, and returns a result per record.
func (c *call) takeIn(phone people.Phone, raw []byte) (field.PushResponse, error) {
	leave, err := c.server.pushing.acquire(c.context())
	if err != nil {
		return field.PushResponse{}, err
	}
	defer leave()
	return c.server.door().Push(c.context(), phone, raw)
}

func (s *Server) door() field.Service {
	return field.Service{
		Store: s.Store, Intake: s.Intake, Keys: s.PhoneKeys, Log: s.Log, Count: s.counted, Guesses: &s.guesses,
	}
}

func (s *Server) counted(kind string, status journal.Status) {
	s.metrics.outcomes.WithLabelValues(kind, string(status)).Inc()
}
