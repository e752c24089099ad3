package web

import (
	"tripol/internal/field"
	"tripol/internal/journal"
	"tripol/internal/people"
)

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
