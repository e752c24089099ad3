package web

import (
	"reflect"

	"tripol/internal/field"
	"tripol/internal/journal"
)

// syncRoutes are the phone's own: it pushes what it kept while it had no line.
func syncRoutes() []Route {
	push := raw("POST", "/api/v1/sync", signedIn, "Hand in many entries; 200 with a result for each", push)
	push.In, push.Out = reflect.TypeFor[field.Push](), reflect.TypeFor[field.Answer]()
	return []Route{push}
}

func push(c *call) error {
	raw, err := c.json()
	if err != nil {
		return err
	}
	door := field.Door{Store: c.server.Store, Intake: c.server.Intake, Log: c.server.Log, Count: c.server.counted}
	answer, err := door.Push(c.context(), c.session.Actor, raw)
	if err != nil {
		return err
	}
	return c.JSON(answer)
}

func (s *Server) counted(kind string, status journal.Status) {
	s.metrics.outcomes.WithLabelValues(kind, string(status)).Inc()
}
