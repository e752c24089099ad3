package people

import (
	"context"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// Phone is an authenticated credential, and the person behind it with their current roles.
type Phone struct {
	Session
	Credential CredentialID
	Device     DeviceID
	Entry      string     // the entry of its enrolment
	Push       bool       // authenticated by the push token: it may push, and nothing else
	Withdrawn  bool       // blocked, or its account has ended
	Enrolled   db.Instant // time of its enrolment
}

// phoneLine is one row of the query whosePhone: one per grant, and one without a role where there is none.
type phoneLine struct {
	Credential       string
	Device           string
	Entry            string
	EnrolledAt       db.Instant
	Push             bool
	Withdrawn        bool
	ID               string
	Organisation     string
	OrganisationName string
	Login            string
	Name             string
	Language         string
	Demo             bool
	Role             string
	AreaPath         string
}

// whosePhone authenticates a token. It runs on every request, hence raw SQL.
const whosePhone = `SELECT c.id AS credential, c.device, c.entry, c.enrolled_at, t.push_hash = ? AS push,
		(w.credential IS NOT NULL OR a.ended_at IS NOT NULL) AS withdrawn,
		a.id, a.organisation, o.name AS organisation_name, a.login, a.name, a.language, a.demo,
		COALESCE(g.role, '') AS role, COALESCE(g.area_path, '') AS area_path
	FROM device_token t
	JOIN device_credential c ON c.id = t.credential
	JOIN account a ON a.id = c.account
	JOIN organisation o ON o.id = a.organisation
	LEFT JOIN device_withdrawal w ON w.credential = c.id
	LEFT JOIN account_grant g ON g.account = a.id AND ` + inForce

// PhoneOf authenticates a phone's token; `not_enrolled` for an unknown token. A blocked credential is returned with
// Withdrawn, so that its pushed entries can be kept.
func PhoneOf(ctx context.Context, store *db.Store, token Token) (Phone, error) {
	var lines []phoneLine
	hash := token.hash()
	err := store.ReadOnce(ctx, actor.System(), func(tx *db.Tx) error {
		return tx.Each(func(row db.Row) error {
			l, err := readPhoneLine(row)
			lines = append(lines, l)
			return err
		}, whosePhone+" WHERE t.push_hash = ? OR t.full_hash = ?", hash, tx.Now, hash, hash)
	})
	if err != nil {
		return Phone{}, err
	}
	if len(lines) == 0 {
		return Phone{}, fault.New(fault.Unauthenticated, "not_enrolled", "This phone is not enrolled here.")
	}
	return phoneFrom(lines), nil
}

func readPhoneLine(row db.Row) (l phoneLine, err error) {
	return l, row.Scan(&l.Credential, &l.Device, &l.Entry, &l.EnrolledAt, &l.Push, &l.Withdrawn, &l.ID, &l.Organisation,
		&l.OrganisationName, &l.Login, &l.Name, &l.Language, &l.Demo, &l.Role, &l.AreaPath)
}

func phoneFrom(lines []phoneLine) Phone {
	first := lines[0]
	p := Phone{
		Session: Session{
			Login: first.Login, Language: first.Language, OrganisationName: first.OrganisationName, Demo: first.Demo,
			Actor: actor.Actor{
				Account: actor.AccountID(first.ID), Organisation: actor.OrganisationID(first.Organisation), Name: first.Name,
				Credential: first.Credential,
			},
		},
		Credential: CredentialID(first.Credential), Device: DeviceID(first.Device), Entry: first.Entry,
		Push: first.Push, Withdrawn: first.Withdrawn, Enrolled: first.EnrolledAt,
	}
	for _, l := range lines {
		if l.Role != "" {
			p.Actor.Grants = append(p.Actor.Grants, actor.Grant{Role: actor.Role(l.Role), Path: l.AreaPath})
		}
	}
	p.Actor.Grants = phoneGrants(p.Actor.Grants)
	return p
}

// PhoneByCredential returns a phone by its credential, blocked or not, as PhoneOf does by its token. It is for the
// program itself, which processes held entries long after their push.
func PhoneByCredential(tx *db.Tx, id CredentialID) (Phone, error) {
	var lines []phoneLine
	never := []byte{0}
	if err := tx.Raw(whosePhone+" WHERE c.id = ?", never, tx.Now, string(id)).Scan(&lines).Error; err != nil {
		return Phone{}, err
	}
	if len(lines) == 0 {
		return Phone{}, fault.NotFound("credential")
	}
	return phoneFrom(lines), nil
}
