package web

import (
	"context"
	"crypto/subtle"
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
	"tripol/internal/intake"
	"tripol/internal/people"
)

// sessionCookie carries the session's token. The __Host- prefix makes the browser demand Secure, Path=/ and no Domain.
const sessionCookie = "__Host-tripol"

// call is one request on its way through a handler: who asks, with which words.
type call struct {
	*fiber.Ctx
	server  *Server
	session people.Session
	phone   people.Phone // that asks; the zero one when it is a browser with a session
}

// context is the request's own: it ends with its time limit and with the server, and never reaches the database as
// Fiber's pooled one.
func (c *call) context() context.Context { return c.UserContext() }

// read runs fn on one snapshot as the signed-in person.
func (c *call) read(fn func(*db.Tx) error) error {
	return c.server.Store.Read(c.context(), c.session.Actor, fn)
}

// param is a part of the path, decoded.
func (c *call) param(name string) string {
	text, err := url.PathUnescape(c.Params(name))
	if err != nil {
		return ""
	}
	return text
}

// id is a part of the path that must be a UUID; anything else looks like an id that does not exist.
func (c *call) id(what string) (string, error) {
	id := c.param("id")
	if !intake.CanonicalUUID(id) {
		return "", notFound(what)
	}
	return id, nil
}

// number is a query parameter that must be a decimal number.
func (c *call) number(name string) (float64, error) {
	n, err := strconv.ParseFloat(c.Query(name), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0, fault.Field("/"+name, "wrong_type", "This must be a number.")
	}
	return n, nil
}

// add puts a route of the table into Fiber, behind its policy. What answers GET answers HEAD too, without the body.
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
			return fault.New(fault.StorageFull, "storage_full", "The disk is full; nothing was written.")
		}
		return r.handle(c)
	}
	app.Add(r.Method, r.Path, handle)
	if r.Method == fiber.MethodGet {
		app.Add(fiber.MethodHead, r.Path, handle)
	}
	return nil
}

// unsafe says whether the request's method may change something.
func (c *call) unsafe() bool { return c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead }

// admit finds out who asks and lets them in or not: the line, the cross-site check, the session, the roles.
func (c *call) admit(p Policy) error {
	unsafe := c.unsafe()
	if (unsafe || !p.Public) && !c.safeLine() {
		return errPlainLine()
	}
	if unsafe && !c.sameSite() {
		return fault.New(fault.Forbidden, "cross_site", "This request came from another site.")
	}
	if p.Public {
		return nil
	}
	if p.PhoneOnly || c.bearer() != "" {
		return c.admitPhone(p)
	}
	return c.admitBrowser(p, unsafe)
}

// admitBrowser finds out whose session it is, and lets them in where the policy does.
func (c *call) admitBrowser(p Policy, unsafe bool) error {
	session, err := people.SessionOf(c.context(), c.server.Store, people.Token(c.Cookies(sessionCookie)))
	if err != nil {
		return err
	}
	c.session = session
	if unsafe && subtle.ConstantTimeCompare([]byte(c.Get("X-CSRF-Token")), []byte(session.CSRF)) != 1 {
		return fault.New(fault.Forbidden, "csrf_token", "Sign in again: this page's token is not this session's.")
	}
	if len(p.Roles) > 0 {
		return session.Actor.Must(p.Roles...)
	}
	return nil
}

// sameSite refuses what a browser says comes from another site. Programs that send neither header hold no one's cookie.
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

// body is the request's JSON, read strictly.
func body[T any](c *call) (T, error) {
	raw, err := c.json()
	if err != nil {
		var none T
		return none, err
	}
	return intake.Decode[T](raw)
}

// json is the request's JSON as it came.
func (c *call) json() ([]byte, error) {
	kind, _, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err != nil || kind != fiber.MIMEApplicationJSON {
		return nil, fault.New(fault.Unsupported, "content_type", "Send application/json.")
	}
	raw := c.Request().Body() // the bytes as they came: noEncoding has refused anything compressed
	if len(raw) > jsonLimit {
		return nil, tooLarge(jsonLimit)
	}
	return append([]byte(nil), raw...), nil
}

func tooLarge(limit int) error {
	return fault.New(fault.TooLarge, "body_too_large", "This is larger than we take.").With("limit_bytes", limit)
}

func notFound(what string) error { return fault.NotFound(what) }

// noEncoding refuses compressed bodies: a small one can unfold without end behind the size limit.
func noEncoding(f *fiber.Ctx) error {
	if encoding := f.Get(fiber.HeaderContentEncoding); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return fault.New(fault.Unsupported, "content_encoding", "Send the body uncompressed.")
	}
	return f.Next()
}

// straightPath refuses the crooked spellings of a path by which guards are walked around, and addresses that say what
// is no text: Postgres would choke on it where SQLite looks for it.
func straightPath(f *fiber.Ctx) error {
	raw, query, _ := strings.Cut(string(f.Request().Header.RequestURI()), "?")
	lower := strings.ToLower(raw)
	for _, crooked := range []string{"//", "/.", `\`, "%2f", "%5c", "%2e", "%00", "%25"} {
		if strings.Contains(lower, crooked) {
			return fault.New(fault.Invalid, "crooked_path", "Write the address plainly.")
		}
	}
	if !legible(raw) || !legible(query) {
		return fault.New(fault.Invalid, "malformed_text", "The address holds a character that cannot be kept.")
	}
	return f.Next()
}

// legible says whether a part of an address is text when its escapes are undone.
func legible(part string) bool {
	text, err := url.PathUnescape(part)
	return err == nil && utf8.ValidString(text) && !strings.ContainsRune(text, 0)
}

// Policy says who may use a route. The zero Policy is no policy and fails the start.
type Policy struct {
	Public   bool         // anyone, signed in or not
	SignedIn bool         // anyone with a session
	Roles    []actor.Role // only holders of one of these

	Phone     bool // an enrolled phone may, with its full token
	Push      bool // and with its push token, withdrawn or not
	PhoneOnly bool // and nobody else
}

func (p Policy) check() error {
	if p.Public == p.SignedIn {
		return fault.New(fault.Invalid, "route_without_policy", "Every route says who may use it.")
	}
	return nil
}
