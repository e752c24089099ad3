package people

import (
	"context"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// Invited is what the holder of an invitation's twelve characters may know: who they are here.
type Invited struct {
	Name             string
	Login            string
	Language         string
	OrganisationName string
	ExpiresAt        db.Instant
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

// ReadInvitation says whose invitation this is. Tries are counted by the caller's address range. A code that was never
// drawn, and one that cannot be, is `invitation_unknown`; that one was used, replaced or has expired is told only to
// the holder of its twelve characters.
func (a *Authenticator) ReadInvitation(ctx context.Context, from Caller, typed string) (Invited, error) {
	line, err := a.openInvitation(ctx, from, typed)
	return line.Invited, err
}

func (a *Authenticator) openInvitation(ctx context.Context, from Caller, typed string) (invitationLine, error) {
	code, ok := foldCode(typed)
	if !ok { // no guess: the check symbol tells it without asking anyone
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

// countedCodeHash hashes a code that was typed, after the try has been counted by its address range.
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

func unknownInvitation() error {
	return fault.New(fault.Missing, "invitation_unknown", "There is no such invitation; look at each character again.").
		At("/code")
}

// judge says why an invitation no longer opens, nil when it does.
func (l invitationLine) judge(now db.Instant) error {
	switch {
	case l.How == used:
		return fault.New(fault.Gone, "invitation_used", "This invitation has been used.").At("/code")
	case l.How == replaced:
		return fault.New(fault.Gone, "invitation_replaced", "A newer invitation has been printed for you.").At("/code")
	case l.How == withdrawn || l.EndedAt != nil:
		return fault.New(fault.Gone, "invitation_withdrawn", "This invitation has been withdrawn.").At("/code")
	case !now.Before(l.ExpiresAt.Time):
		return fault.New(fault.Gone, "invitation_expired", "This invitation was good for one day.").At("/code")
	}
	return nil
}

// AcceptInvitation spends an invitation: the person chooses a password and is signed in under a token made now. Of two
// at once one gets in; the primary key of the ends decides.
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
		if err := l.spend(tx); err != nil {
			return err
		}
		if err := keepPassword(tx, credentialRow{Account: l.Account, Organisation: l.Organisation, Hash: hash}); err != nil {
			return err
		}
		if err := keepRange(tx, l.Account, tag); err != nil {
			return err
		}
		return opening{token, csrf, l.Account, l.Organisation, from.Browser}.keep(tx)
	})
	if err == nil {
		a.ranges.add(tag, a.store.Now().Time)
	}
	return token, err
}

// spend ends an invitation as used, or says what became of it.
func (l invitationLine) spend(tx *db.Tx) error {
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

// keepPassword keeps a password's hash and ends the sessions that the one before it opened. Whichever way a person got
// it, they have come: from now on their organisation looks after itself, and who let it in does so no more.
func keepPassword(tx *db.Tx, row credentialRow) error {
	row.SetAt = tx.Now
	renew := clause.OnConflict{
		Columns:   []clause.Column{{Name: "account"}},
		DoUpdates: clause.AssignmentColumns([]string{"hash", "set_at"}),
	}
	if err := tx.Clauses(renew).Create(&row).Error; err != nil {
		return err
	}
	if err := hasCome(tx, row.Account); err != nil {
		return err
	}
	return endSessions(tx, row.Account)
}

// hasCome says that a person has come: from now on their organisation looks after itself.
func hasCome(tx *db.Tx, account string) error {
	theirs := tx.Model(&accountRow{}).Select("organisation").Where("id = ?", account)
	return tx.Model(&organisationRow{}).Where("id IN (?) AND founder IS NOT NULL", theirs).Update("founder", nil).Error
}
