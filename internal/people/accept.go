package people

import (
	"context"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// Invited is the information disclosed to the holder of an invitation code: the account it is for.
type Invited struct {
	Name             string
	Login            string
	Language         string
	OrganisationName string
	ExpiresAt        db.Instant
	Apps             []App // in which the person has work
}

type invitationLine struct {
	Invited
	Invitation   string
	Account      string
	Organisation string
	EndedAt      *db.Instant // of the account
	How          string
}

const whoseInvitation = `SELECT i.id, i.account, i.organisation, i.expires_at, a.name, a.login, a.language,
	a.ended_at, o.name,
		COALESCE(e.how, '')
	FROM invitation_code c
	JOIN invitation i ON i.id = c.invitation
	JOIN account a ON a.id = i.account
	JOIN organisation o ON o.id = a.organisation
	LEFT JOIN invitation_end e ON e.invitation = i.id
	WHERE c.code_hash = ?`

// ReadInvitation returns the account that an invitation code is for. Attempts are rate-limited per address range. An
// unknown or malformed code is `invitation_unknown`; that a code was used, replaced, withdrawn or has expired is
// disclosed to its holder only.
func (a *Authenticator) ReadInvitation(ctx context.Context, from Caller, typed string) (Invited, error) {
	line, err := a.openInvitation(ctx, from, typed)
	return line.Invited, err
}

func (a *Authenticator) openInvitation(ctx context.Context, from Caller, typed string) (invitationLine, error) {
	code, ok := foldCode(typed)
	if !ok { // not counted: the check symbol rejects it without a lookup
		return invitationLine{}, unknownInvitation()
	}
	hash, err := a.countedCodeHash(ctx, from, code)
	if err != nil {
		return invitationLine{}, err
	}
	var lines []invitationLine
	err = a.store.ReadOnce(ctx, actor.System(), func(tx *db.Tx) error {
		return tx.Each(func(row db.Row) error {
			var l invitationLine
			err := row.Scan(&l.Invitation, &l.Account, &l.Organisation, &l.ExpiresAt, &l.Name, &l.Login, &l.Language, &l.EndedAt,
				&l.OrganisationName, &l.How)
			lines = append(lines, l)
			return err
		}, whoseInvitation, hash)
	})
	if err == nil && len(lines) > 0 {
		lines[0].Apps, err = a.appsOf(ctx, lines[0].Account)
	}
	if err != nil {
		return invitationLine{}, err
	}
	if len(lines) == 0 {
		return invitationLine{}, unknownInvitation()
	}
	if err := lines[0].judge(a.store.Now()); err != nil {
		return invitationLine{}, err
	}
	a.throttle.forgiveCodes(networkOf(from.Address))
	return lines[0], nil
}

// appsOf returns the applications in which an account has work today.
func (a *Authenticator) appsOf(ctx context.Context, account string) (apps []App, err error) {
	return apps, a.store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		who, err := ActingAs(tx, actor.AccountID(account))
		if err != nil && !fault.Is(err, "not_found") { // judge reports an account that has ended
			return err
		}
		apps = AppsOf(who.RoleNames())
		return nil
	})
}

// countedCodeHash hashes a typed code after counting the attempt for its address range.
func (a *Authenticator) countedCodeHash(ctx context.Context, from Caller, code string) ([]byte, error) {
	network := networkOf(from.Address)
	turn, err := a.throttle.admitCode(network, a.store.Now().Time)
	if err != nil {
		return nil, err
	}
	hash, err := queuedCodeHash(ctx, turn, from.Gone, code)
	if err != nil {
		a.throttle.withdrawCode(network)
	}
	return hash, err
}

const noInvitation = "There is no such invitation. Check each character."

func unknownInvitation() error {
	return fault.New(fault.Missing, "invitation_unknown", noInvitation).
		At("/code")
}

// judge returns the fault of an invitation that is no longer valid, otherwise nil.
func (l invitationLine) judge(now db.Instant) error {
	switch {
	case l.How == used:
		return fault.New(fault.Gone, "invitation_used", "This invitation has already been used.").At("/code")
	case l.How == replaced:
		return fault.New(fault.Gone, "invitation_replaced", "A newer invitation has been printed for you.").At("/code")
	case l.How == withdrawn || l.EndedAt != nil:
		return fault.New(fault.Gone, "invitation_withdrawn", "This invitation has been withdrawn.").At("/code")
	case !now.Before(l.ExpiresAt.Time) || l.ExpiresAt.Sub(now.Time) > InvitationLength+clockSlack: // or by a wrong clock
		return fault.New(fault.Gone, "invitation_expired", "This invitation has expired.").At("/code")
	}
	return nil
}

// AcceptInvitation uses an invitation: it sets the chosen password and opens a session under a new token. Of two
// concurrent calls one succeeds; the primary key of invitation_end decides.
func (a *Authenticator) AcceptInvitation(ctx context.Context, from Caller, typed, password string) (SignedIn, error) {
	line, err := a.openInvitation(ctx, from, typed)
	if err != nil {
		return SignedIn{}, err
	}
	cookie, err := remember(a.key, from.Browser, line.Login)
	if err != nil {
		return SignedIn{}, err
	}
	known := from
	known.Browser = cookie
	token, err := a.accept(ctx, known, line, password)
	return SignedIn{Token: token, Browser: cookie}, err
}

func (a *Authenticator) accept(ctx context.Context, from Caller, l invitationLine, password string) (Token, error) {
	if err := CheckChoice(password, l.Login); err != nil {
		return "", err
	}
	hash, err := hashPassword(ctx, password, from.Gone)
	if err != nil {
		return "", err
	}
	token, csrf, err := twoSecrets()
	if err != nil {
		return "", err
	}
	tag := a.key.tag("range", networkOf(from.Address), l.Login)
	err = a.store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		if err := l.enter(tx); err != nil {
			return err
		}
		if err := keepPassword(tx, credentialRow{Account: l.Account, Organisation: l.Organisation, Hash: hash}); err != nil {
			return err
		}
		if err := keepRange(tx, l.Account, tag); err != nil {
			return err
		}
		return newSession{
			token: token, csrf: csrf, account: l.Account, organisation: l.Organisation, cookie: from.Browser,
			device: from.Device,
		}.open(tx)
	})
	if err == nil {
		a.ranges.add(tag, a.store.Now().Time)
	}
	return token, err
}

// enter uses an invitation to sign in, for an account with a role.
func (l invitationLine) enter(tx *db.Tx) error {
	if err := l.use(tx); err != nil {
		return err
	}
	return mayEnter(tx, l.Account)
}

// use marks an invitation as used, or returns the fault of its earlier end.
func (l invitationLine) use(tx *db.Tx) error {
	if err := lock(tx.Model(&accountRow{}).Where("id = ?", l.Account)); err != nil {
		return err
	}
	end := invitationEndRow{Invitation: l.Invitation, Organisation: l.Organisation, How: used, EndedAt: tx.Now}
	spent := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&end)
	if spent.Error != nil {
		return spent.Error
	}
	if spent.RowsAffected == 0 {
		if err := tx.Take(&end, "invitation = ?", l.Invitation).Error; err != nil {
			return err
		}
		l.How = end.How
	}
	return l.judge(tx.Now)
}

// keepPassword stores a password hash and ends the sessions opened with the earlier one. An administrator counts as
// having joined: from now on their organisation manages itself, and its founder no longer can.
func keepPassword(tx *db.Tx, row credentialRow) error {
	row.SetAt = tx.Now
	renew := clause.OnConflict{
		Columns:   []clause.Column{{Name: "account"}},
		DoUpdates: clause.AssignmentColumns([]string{"hash", "set_at"}),
	}
	if err := tx.Clauses(renew).Create(&row).Error; err != nil {
		return err
	}
	if err := endFounding(tx, row.Organisation); err != nil {
		return err
	}
	return endSessions(tx, row.Account)
}
