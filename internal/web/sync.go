package web

import (
	"reflect"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/field"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// syncRoutes are the phone's own: it pushes what it kept while it had no line.
func syncRoutes() []Route {
	push := raw("POST", "/api/v1/sync", phones, "Hand in many entries; 200 with a result for each", push)
	push.In, push.Out = reflect.TypeFor[field.Push](), reflect.TypeFor[field.Answer]()
	return []Route{
		push,
		post("/api/v1/devices/:id/records", managers, "Take in a piece of what a phone wrote to a file", takeFile),
		post("/api/v1/devices/:id/photos", managers, "Take in a photo that a phone wrote to a file", takeFilePhoto),
		post("/api/v1/devices", anyone, "Enrol a phone by invitation or password", enrolDevice).status(fiber.StatusCreated),
		get("/api/v1/devices", managers, "Phones: whose they are, when they last came, what waits on them", listDevices),
		get("/api/v1/devices/:id/held", watchers, "What a phone held of families, in numbers", showHeld),
		get("/api/v1/devices/:id/calls", officers, "Whom to call about a lost phone, after an entry call_list.open",
			showCalls).query("opening"),
		get("/api/v1/lost-phones", officers, "Phones that were withdrawn as lost or stolen", listLostPhones),
		post("/api/v1/devices/:id/let-in", printers, "Decide what a withdrawn phone handed in", letIn),
	}
}

// push takes what a phone kept. It is asked for its token and nothing else: a withdrawn phone is answered too.
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

// takeIn hands a phone's envelope in, few at a time, and answers for each of its records.
func (c *call) takeIn(phone people.Phone, raw []byte) (field.Answer, error) {
	leave, err := c.server.pushing.enter(c.context())
	if err != nil {
		return field.Answer{}, err
	}
	defer leave()
	return c.server.door().Push(c.context(), phone, raw)
}

func (s *Server) door() field.Door {
	return field.Door{
		Store: s.Store, Intake: s.Intake, Keys: s.PhoneKeys, Log: s.Log, Count: s.counted, Guesses: &s.guesses,
	}
}

func (s *Server) counted(kind string, status journal.Status) {
	s.metrics.outcomes.WithLabelValues(kind, string(status)).Inc()
}
