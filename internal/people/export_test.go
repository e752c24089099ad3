package people

import (
	"context"

	"tripol/internal/db"
)

// What the tests look at from outside.
const FreeTries = freeTries

var (
	WaitAfter       = waitAfter
	RawHash         = hashPassword
	PasswordMatches = passwordMatches
	OpenInvitation  = openInvitation
)

// Accept is the second half of AcceptInvitation, for tests that let many through the first.
func (l invitationLine) Accept(ctx context.Context, s *db.Store, password string) (Token, error) {
	return l.accept(ctx, s, password)
}
