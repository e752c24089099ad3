package people

import (
	"context"
	"net/netip"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/fault"
)

// Authenticator authenticates people by password and by invitation, for office and phones alike. Its failure counters
// are in memory: with n servers behind one address an outsider has n times as many attempts.
type Authenticator struct {
	store    *db.Store
	key      signInKey
	reserve  *disk.Reserve
	throttle *throttle
	ranges   knownRanges
}

// NewAuthenticator returns an Authenticator for a store. key is the result of OpenSignInKey; reserve may be nil.
func NewAuthenticator(store *db.Store, key []byte, reserve *disk.Reserve) *Authenticator {
	return &Authenticator{store: store, key: key, reserve: reserve, throttle: newThrottle()}
}

// Caller is the source of an attempt. The zero value is the machine itself.
type Caller struct {
	Address netip.Addr  // of the client
	Browser string      // the cookie of a browser that has signed in before; empty: none
	Phone   Token       // of an enrolled phone; empty: none
	Device  string      // name of the browser, such as "Firefox · Windows"
	Gone    func() bool // reports that the client has closed its connection; nil: never
}

// SignedIn is a new session, and the new cookie of its browser.
type SignedIn struct {
	Token   Token
	Browser string
}

// SignIn checks a password and opens a session under a new token, whatever the browser sent. Besides `sign_in_failed`
// it returns `login_throttled` and `sign_in_busy`, both with retry_after_seconds; the correct password is then refused
// too. An unknown login has the same counters, timing and response as any other.
func (a *Authenticator) SignIn(ctx context.Context, from Caller, login, password string) (SignedIn, error) {
	matched, err := a.match(ctx, from, login, password)
	if err != nil {
		return SignedIn{}, err
	}
	cookie, err := remember(a.key, from.Browser, matched.login)
	if err != nil {
		return SignedIn{}, err
	}
	token, err := a.openSession(ctx, matched, cookie, from.Device)
	return SignedIn{Token: token, Browser: cookie}, err
}

// match is a verified password and the address range it came from.
type match struct {
	credentialRow
	login string
	tag   digest
}

// match counts the attempt and then compares the password.
func (a *Authenticator) match(ctx context.Context, from Caller, login, password string) (match, error) {
	m := match{login: strings.ToLower(strings.TrimSpace(login))}
	network := networkOf(from.Address)
	m.tag = a.key.tag("range", network, m.login)
	tried := attempt{at: a.store.Now().Time, login: digestOf(m.login), network: network}
	var err error
	if tried.standing, tried.browser, err = a.standingOf(ctx, from, m); err != nil {
		return m, err
	}
	counted, err := a.throttle.admit(tried)
	if err != nil {
		return m, err
	}
	right := false
	err = hashing.run(ctx, counted.turn, from.Gone, func() (err error) {
		m.credentialRow, err = a.credentialOf(ctx, m.login)
		right = err == nil && passwordMatches(m.Hash, password) && m.Account != ""
		return err
	})
	switch {
	case err != nil:
		counted.withdrawn()
		return m, err
	case !right:
		counted.failed()
		return m, signInFailed()
	}
	counted.succeeded()
	return m, nil
}

// standingOf returns how the source of an attempt is known to the account, and the digest of its browser or phone.
func (a *Authenticator) standingOf(ctx context.Context, from Caller, m match) (standing, digest, error) {
	if b, ok := readBrowser(from.Browser); ok && b.knows(a.key, m.login) {
		return knownBrowser, b.id, nil
	}
	if from.Phone != "" {
		phone, err := PhoneOf(ctx, a.store, from.Phone)
		if err == nil && !phone.Withdrawn && phone.Login == m.login {
			return knownBrowser, digestOf(string(phone.Credential)), nil
		}
		if err != nil && !fault.Is(err, "not_enrolled") {
			return outsider, digest{}, err
		}
	}
	known, err := a.ranges.has(ctx, a.store, m.tag)
	if err != nil || !known {
		return outsider, digest{}, err
	}
	return knownRange, digest{}, nil
}

func signInFailed() error {
	return fault.New(fault.Unauthenticated, "sign_in_failed", "Login or password is wrong.")
}

// credentialOf reads the password hash of a login; for an unknown or malformed login it returns a hash that takes
// equally long to compare.
func (a *Authenticator) credentialOf(ctx context.Context, login string) (credentialRow, error) {
	found := credentialRow{Hash: absent}
	if !loginShape.MatchString(login) {
		return found, nil
	}
	err := a.store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		return tx.Joins("JOIN account ON account.id = credential.account").
			Where("account.login = ? AND account.ended_at IS NULL", login).Limit(1).Find(&found).Error
	})
	return found, err
}

// openSession opens a session for a verified password. It locks the account and compares the stored hash again, so that
// a sign-in concurrent with a reset, or with the end of the account, is refused.
func (a *Authenticator) openSession(ctx context.Context, m match, cookie, device string) (Token, error) {
	token, csrf, err := twoSecrets()
	if err != nil {
		return "", err
	}
	err = WithReserve(a.reserve, func() error {
		return a.store.Write(ctx, actor.System(), func(tx *db.Tx) error {
			if err := a.stillMatches(tx, m); err != nil {
				return err
			}
			err := tx.Where("account = ? AND expires_at < ?", m.Account, tx.Now).Delete(&sessionRow{}).Error
			if err != nil {
				return err
			}
			return newSession{
				token: token, csrf: csrf, account: m.Account, organisation: m.Organisation, cookie: cookie, device: device,
			}.open(tx)
		})
	})
	if err == nil {
		a.ranges.add(m.tag, a.store.Now().Time)
	}
	return token, err
}

// stillMatches locks the account, checks that the verified password is still valid, and stores the address range.
func (a *Authenticator) stillMatches(tx *db.Tx, m match) error {
	err := lock(tx.Model(&accountRow{}).Where("id = ? AND ended_at IS NULL", m.Account))
	if fault.Is(err, "not_found") {
		return signInFailed()
	}
	if err != nil {
		return err
	}
	var same int64
	q := tx.Model(&credentialRow{}).Where("account = ? AND hash = ?", m.Account, m.Hash)
	if err := q.Count(&same).Error; err != nil {
		return err
	}
	if same == 0 {
		return signInFailed()
	}
	if err := mayEnter(tx, m.Account); err != nil {
		return err
	}
	if a.ranges.renewed(m.tag, tx.Now.Time) {
		return nil
	}
	return keepRange(tx, m.Account, m.tag)
}

// SignOut ends a session; an unknown session is not an error.
func (a *Authenticator) SignOut(ctx context.Context, token Token) error {
	return WithReserve(a.reserve, func() error {
		return a.store.Write(ctx, actor.System(), func(tx *db.Tx) error {
			if err := noteUse(tx, tx.Where("s.token_hash = ?", token.hash())); err != nil {
				return err
			}
			return tx.Where("token_hash = ?", token.hash()).Delete(&sessionRow{}).Error
		})
	})
}
