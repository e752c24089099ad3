package web

import (
	"tripol/internal/field"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/phonedata/reply"
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
func (c *call) takeIn(phone people.Phone, raw []byte) (reply.Push, error) {
	leave, err := c.server.pushing.acquire(c.context())
	if err != nil {
		return reply.Push{}, err
	}
	defer leave()
	answer, err := c.server.door().Push(c.context(), phone, raw)
	return answer.Reply(), err
}

func (s *Server) door() field.Service {
	return field.Service{
		Store: s.Store, Intake: s.Intake, Keys: s.PhoneKeys, Log: s.Log, Count: s.counted, Guesses: &s.guesses,
		HelpNumber: s.HelpNumber,
	}
}

func (s *Server) counted(kind string, status journal.Status) {
	s.metrics.outcomes.WithLabelValues(kind, string(status)).Inc()
}
