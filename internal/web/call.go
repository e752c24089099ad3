package web

import (
	"context"
	"crypto/subtle"
	"log/slog"
	"math"
	"mime"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/intake"
	"tripol/internal/people"
)

// sessionCookie contains the session's token. The __Host- prefix makes the browser require Secure, Path=/ and no
// Domain.
const sessionCookie = "__Host-tripol"

// call is one request with its session or phone, for handlers.
type call struct {
	*fiber.Ctx
	server  *Server
	session people.Session
	phone   people.Phone // the requesting phone; zero for a browser's session
}

// context returns the request's own context: it ends with its time limit and with the server. Fiber's pooled context
// must never reach the database.
func (c *call) context() context.Context { return c.UserContext() }

// read runs fn on one snapshot as the signed-in person.
func (c *call) read(fn func(*db.Tx) error) error {
	return c.server.Store.Read(c.context(), c.session.Actor, fn)
}

// param returns a decoded path parameter.
func (c *call) param(name string) string {
	text, err := url.PathUnescape(c.Params(name))
	if err != nil {
		return ""
	}
	return text
}

// id returns a path parameter that must be a UUID; anything else is reported as missing, like an unknown id.
func (c *call) id(what string) (string, error) {
	id := c.param("id")
	if !intake.CanonicalUUID(id) {
		return "", notFound(what)
	}
	return id, nil
}

// number returns a query parameter that must be a decimal number.
func (c *call) number(name string) (float64, error) {
	n, err := strconv.ParseFloat(c.Query(name), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0, fault.Field("/"+name, "wrong_type", "This must be a number.")
	}
	return n, nil
}

// add registers a route in Fiber, behind its policy. A GET route answers HEAD too, without the body.
func (s *Server) add(app *fiber.App, r Route) error {
	if err := r.Policy.check(); err != nil {
		return err
	}
	handle := func(f *fiber.Ctx) error {
		ctx, done := context.WithTimeout(s.base, r.time())
		defer done()
		f.SetUserContext(ctx)
		c := &call{Ctx: f, server: s}
		if err := c.admit(r.Policy); err != nil {
			return err
		}
		if c.unsafe() && !r.OnFullDisk && !s.Reserve.Whole() {
			return fault.New(fault.StorageFull, "storage_full", "The disk is full. Nothing was written.")
		}
		return r.handle(c)
	}
	app.Add(r.Method, r.Path, handle)
	if r.Method == fiber.MethodGet {
		app.Add(fiber.MethodHead, r.Path, handle)
	}
	return nil
}

// unsafe reports whether the request's method may change state.
func (c *call) unsafe() bool { return c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead }

// admit authenticates and authorizes the request: secure context, cross-site check, session or token, roles.
func (c *call) admit(p Policy) error {
	unsafe := c.unsafe()
	if (unsafe || !p.Public) && !c.secureContext() {
		return errPlainLine()
	}
	if unsafe && !c.sameSite() {
		return fault.New(fault.Forbidden, "cross_site", "Cross-site request rejected.")
	}
	if p.Public {
		return nil
	}
	if p.PhoneOnly || c.bearer() != "" {
		return c.admitPhone(p)
	}
	return c.admitBrowser(p, unsafe)
}

// admitBrowser authenticates the session and checks the policy.
func (c *call) admitBrowser(p Policy, unsafe bool) error {
	session, err := people.SessionOf(c.context(), c.server.Store, people.Token(c.Cookies(sessionCookie)))
	if err != nil {
		return err
	}
	c.session = session
	if session.Pending && !p.Pending {
		return fault.New(fault.Forbidden, "second_factor_needed", "Give the second factor first.")
	}
	if err := people.NoteUse(c.context(), c.server.Store, session, c.token()); err != nil {
		c.server.Log.Warn("the last use of a session was not stored", slog.Any("error", err)) // it is shown in a list only
	}
	if unsafe && subtle.ConstantTimeCompare([]byte(c.Get("X-CSRF-Token")), []byte(session.CSRF)) != 1 {
		return fault.New(fault.Forbidden, "csrf_token", "The CSRF token does not match the session. Sign in again.")
	}
	if len(p.Roles) > 0 {
		return session.Actor.Must(p.Roles...)
	}
	return nil
}

// admitPhone authenticates a phone by its bearer token and checks the policy.
func (c *call) admitPhone(p Policy) error {
	phone, err := people.PhoneOf(c.context(), c.server.Store, c.bearer())
	switch {
	case err != nil:
		return err
	case !p.Phone || phone.Push && !p.Push:
		return fault.New(fault.Unauthenticated, "not_for_phones", "A phone's token cannot access this endpoint.")
	case phone.Withdrawn && !p.Push:
		return fault.New(fault.Unauthenticated, "device_withdrawn", "This phone has been blocked.")
	}
	c.phone, c.session = phone, phone.Session
	if len(p.Roles) > 0 {
		return phone.Actor.Must(p.Roles...)
	}
	return nil
}

// sameSite rejects requests that a browser marks as cross-site. Programs that send neither header have no person's
// cookie.
func (c *call) sameSite() bool {
	if site := c.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin" || site == "none"
	}
	origin := c.Get(fiber.HeaderOrigin)
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host == string(c.Request().Host())
}

// body decodes the request's JSON strictly.
func body[T any](c *call) (T, error) {
	raw, err := c.json()
	if err != nil {
		var none T
		return none, err
	}
	return intake.Decode[T](raw)
}

// checked decodes a request's body and checks it against the limits of its fields, which the OpenAPI document states.
// Those of an entry are checked by its kind.
func checked[T any](c *call) (T, error) {
	in, err := body[T](c)
	if err == nil {
		err = form.Check(in)
	}
	return in, err
}

// json returns the request's JSON, undecoded.
func (c *call) json() ([]byte, error) {
	kind, _, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err != nil || kind != fiber.MIMEApplicationJSON {
		return nil, fault.New(fault.Unsupported, "content_type", "Send application/json.")
	}
	raw := c.Request().Body() // unmodified: noEncoding has rejected compressed bodies
	if len(raw) > jsonLimit {
		return nil, tooLarge(jsonLimit)
	}
	return append([]byte(nil), raw...), nil
}

func tooLarge(limit int) error {
	return fault.New(fault.TooLarge, "body_too_large", "The request body exceeds the limit.").With("limit_bytes", limit)
}

func notFound(what string) error { return fault.NotFound(what) }

// noEncoding rejects compressed bodies: a small one can expand beyond the size limit.
func noEncoding(f *fiber.Ctx) error {
	if encoding := f.Get(fiber.HeaderContentEncoding); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return fault.New(fault.Unsupported, "content_encoding", "Send the body uncompressed.")
	}
	return f.Next()
}

// straightPath rejects encoded or repeated separators, which could bypass checks by path, and addresses that are not
// valid text: Postgres rejects those with an error, SQLite searches for them.
func straightPath(f *fiber.Ctx) error {
	raw, query, _ := strings.Cut(string(f.Request().Header.RequestURI()), "?")
	lower := strings.ToLower(raw)
	for _, crooked := range []string{"//", "/.", `\`, "%2f", "%5c", "%2e", "%00", "%25"} {
		if strings.Contains(lower, crooked) {
			return fault.New(fault.Invalid, "crooked_path", "Invalid URL path: encoded or repeated separators are not allowed.")
		}
	}
	if !validText(raw) || !validText(query) {
		return fault.New(fault.Invalid, "malformed_text", "The address contains a character that cannot be stored.")
	}
	return f.Next()
}

// validText reports whether a part of an address is valid text once its escapes are decoded.
func validText(part string) bool {
	text, err := url.PathUnescape(part)
	return err == nil && utf8.ValidString(text) && !strings.ContainsRune(text, 0)
}

// Policy is the access rule of a route. The zero Policy aborts startup.
type Policy struct {
	Public   bool         // no sign-in required
	SignedIn bool         // any session
	Pending  bool         // also one whose second factor is still asked
	Roles    []actor.Role // sessions with one of these roles

	Phone     bool // an enrolled phone may use it, with its full token
	Push      bool // and with its push token, even when it is blocked
	PhoneOnly bool // and only phones
}

func (p Policy) check() error {
	if p.Public == p.SignedIn {
		return fault.New(fault.Invalid, "route_without_policy", "Every route requires an access policy.")
	}
	return nil
}
