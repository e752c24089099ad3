package web

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/actor"
	"tripol/internal/disk"
	"tripol/internal/form"
	"tripol/internal/people"
)

// SignIn is a sign-in with login and password.
type SignIn struct {
	Login    string `json:"login" minLength:"1" maxLength:"200"`
	Password string `json:"password" minLength:"1" maxLength:"500"`
}

// SessionView is the state of a session for screens.
type SessionView struct {
	Account AccountView `json:"account"`
	CSRF    string      `json:"csrf"`
	Demo    bool        `json:"demo"`
	// DiskFull: the server's disk is nearly full. The office shows it, so that people inform the operator.
	DiskFull bool `json:"disk_full"`
	// SecondFactor is what a session still needs before it opens anything; empty: nothing.
	SecondFactor string `json:"second_factor" set:"factor_step"`
}

// The steps that a sign-in may need after the password.
const (
	stepNone  = ""
	stepCode  = "code"   // a code of the account's second factor
	stepSetUp = "set_up" // the account has none yet, and its organisation requires one
)

var _ = form.Set("factor_step", stepNone, stepCode, stepSetUp)

// AccountView is the signed-in person.
type AccountView struct {
	ID               actor.AccountID      `json:"id"`
	Name             string               `json:"name"`
	Organisation     actor.OrganisationID `json:"organisation"`
	OrganisationName string               `json:"organisation_name"`
	Language         string               `json:"language" set:"language"`
	Roles            []actor.Role         `json:"roles" nullable:"false"`
	// Steward: they maintain the data shared by all organisations, that is places and common items.
	Steward bool `json:"steward"`
}

func viewSession(c *call, s people.Session) SessionView {
	full := diskUsed(c.server.Photos) >= disk.AlarmShare
	view := SessionView{CSRF: s.CSRF, Demo: c.server.Demo, DiskFull: full, Account: AccountView{
		ID: s.Actor.Account, Name: s.Actor.Name, Organisation: s.Actor.Organisation,
		OrganisationName: s.OrganisationName, Language: s.Language, Roles: []actor.Role{},
		Steward: s.Actor.Steward,
	}}
	if s.Pending {
		view.SecondFactor = stepSetUp
		if s.Factor {
			view.SecondFactor = stepCode
		}
		return view
	}
	for _, role := range actor.Roles {
		if s.Actor.Has(role) {
			view.Account.Roles = append(view.Account.Roles, role)
		}
	}
	return view
}

// signIn opens a session with a newly generated token and ends the browser's previous session.
func signIn(c *call, in SignIn) (SessionView, error) {
	entered, err := c.server.People.SignIn(c.context(), c.caller(), in.Login, in.Password)
	if err != nil {
		return SessionView{}, err
	}
	return c.startSession(entered)
}

// startSession sets the cookies of a browser's new session and ends its previous session.
func (c *call) startSession(entered people.SignedIn) (SessionView, error) {
	if old := c.Cookies(sessionCookie); old != "" {
		if err := c.server.People.SignOut(c.context(), people.Token(old)); err != nil {
			return SessionView{}, err
		}
	}
	session, err := people.SessionOf(c.context(), c.server.Store, entered.Token)
	if err != nil {
		return SessionView{}, err
	}
	// Its length, not its end: the end by a server clock that is years behind is past in every browser.
	c.Cookie(&fiber.Cookie{
		Name: sessionCookie, Value: string(entered.Token), Path: "/", Secure: true, HTTPOnly: true,
		SameSite: fiber.CookieSameSiteStrictMode, MaxAge: int(session.ExpiresAt.Sub(c.server.Store.Now().Time) / time.Second),
	})
	c.recognise(entered.Browser)
	return viewSession(c, session), nil
}

func whoAmI(c *call) (SessionView, error) { return viewSession(c, c.session), nil }

func signOut(c *call) error {
	if err := c.server.People.SignOut(c.context(), people.Token(c.Cookies(sessionCookie))); err != nil {
		return err
	}
	c.Cookie(
		&fiber.Cookie{
			Name:     sessionCookie,
			Value:    "",
			Path:     "/",
			Secure:   true,
			HTTPOnly: true,
			SameSite: fiber.CookieSameSiteStrictMode,
			MaxAge:   -1,
		},
	)
	return c.SendStatus(fiber.StatusNoContent)
}
