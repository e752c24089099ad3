// Package web is the HTTP face: one route table, JSON shapes, cookies, status codes and pages. It alone knows Fiber;
// it knows no SQL.
package web

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/recover"

	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/exchange"
	"tripol/internal/field"
	"tripol/internal/intake"
	"tripol/internal/people"
	"tripol/internal/words"
)

// Limits of what a request may take.
const (
	bodyLimit    = 9 << 20 // a photo and a little; routes set their own below it
	jsonLimit    = 1 << 20
	requestTime  = 15 * time.Second
	readTimeout  = 10 * time.Second
	writeTimeout = 30 * time.Second
	idleTimeout  = 60 * time.Second
)

// Options is what the face needs to know of its surroundings.
type Options struct {
	Store          *db.Store
	People         *people.Authenticator
	Reserve        *disk.Reserve // what sign-in and the record of an export may take on a full disk; nil: nothing
	Intake         *intake.Table
	Keys           *card.Keys
	PhoneKeys      *field.Keys
	Photos         string // folder of the photos
	Imports        exchange.Folder
	Assets         fs.FS // the built front end
	Log            *slog.Logger
	PublicURL      string           // how browsers reach it; empty: as the request says
	TrustedProxies []string         // whose X-Forwarded-For is believed
	HelpNumber     string           // printed on cards
	Zone           *time.Location   // of what people read; nil: words.DefaultZone
	First          *people.FirstRun // opens the first run while nobody is there; nil: it cannot be opened
	Demo           bool             // the database was made by `tripol demo`: every page says so
	LAN            *LAN             // how phones reach a server that serves https by itself; nil: it does not
}

// Server is the HTTP face.
type Server struct {
	Options
	app     *fiber.App
	plain   *fiber.App      // beside https of our own: shows over plain http how a phone comes to trust us
	base    context.Context // ends at shutdown, and every request's context with it
	cancel  context.CancelFunc
	metrics *metrics
	assets  *assets
	openapi []byte
	packing gate
	pushing gate
	guesses card.CodeLimiter // typed codes
	begun   atomic.Bool      // somebody has an account; it never becomes false again
	exact   atomic.Bool      // the read model has caught up once since the start

	forwardWarned atomic.Bool // an untrusted X-Forwarded-For was seen
}

// zone is the time zone of what people read.
func (s *Server) zone() *time.Location {
	if s.Zone == nil {
		return words.DefaultZone
	}
	return s.Zone
}

// New builds the face from its route table. It fails when a route has no policy.
func New(o Options) (*Server, error) {
	s := &Server{
		Options: o, metrics: newMetrics(o.Store, o.Photos), packing: newGate(packsAtOnce, packsWaiting),
		pushing: newGate(pushesAtOnce, pushesWaiting),
	}
	s.base, s.cancel = context.WithCancel(context.Background())
	var err error
	if s.assets, err = newAssets(o.Assets, s.zone()); err != nil {
		return nil, err
	}
	if s.openapi, err = describe(Routes(), o.Intake.Kinds()); err != nil {
		return nil, err
	}
	if s.app, err = s.build(Routes()); err != nil {
		return nil, err
	}
	if s.LAN != nil {
		s.plain, err = s.buildPlain()
	}
	return s, err
}

// build makes a Fiber application of a table of routes; what is in front sees each request first.
func (s *Server) build(routes []Route, front ...fiber.Handler) (*fiber.App, error) {
	app := fiber.New(fiber.Config{
		Immutable:               true, // strings that outlive the handler would be overwritten by the next request
		BodyLimit:               bodyLimit,
		ReadTimeout:             readTimeout,
		WriteTimeout:            writeTimeout,
		IdleTimeout:             idleTimeout,
		DisableStartupMessage:   true,
		StrictRouting:           true,
		CaseSensitive:           true,
		EnableTrustedProxyCheck: true,
		TrustedProxies:          s.TrustedProxies,
		ProxyHeader:             fiber.HeaderXForwardedFor,
		ErrorHandler:            s.early,
		ReadBufferSize:          16 << 10,
	})
	for _, first := range front {
		app.Use(first)
	}
	app.Server().HeaderReceived = patience(routes)
	app.Use(s.observe, recover.New(), s.headers, s.forwarded, straightPath, noEncoding)
	for _, r := range routes {
		if err := s.add(app, r); err != nil {
			return nil, err
		}
	}
	app.Use(unrouted(routes))
	return app, nil
}

// unrouted answers what no route of a table took: an address that takes other methods says which, any other is not
// there.
func unrouted(routes []Route) fiber.Handler {
	return func(f *fiber.Ctx) error {
		var methods []string
		for _, r := range routes {
			if fiber.RoutePatternMatch(f.Path(), r.Path, fiber.Config{StrictRouting: true, CaseSensitive: true}) {
				methods = append(methods, r.Method)
			}
		}
		if len(methods) == 0 {
			return notFound("page")
		}
		f.Set(fiber.HeaderAllow, strings.Join(methods, ", "))
		return fiber.ErrMethodNotAllowed
	}
}

// Serve answers at a listener until Shutdown; one that is of TLS gives its phones a secure context.
func (s *Server) Serve(at net.Listener) error { return s.app.Listener(at) }

// ServePlain shows at a listener of plain http how a phone comes to trust us, until Shutdown.
func (s *Server) ServePlain(at net.Listener) error { return s.plain.Listener(at) }

// Shutdown stops listening, first where phones are new, waits for what runs, then ends every context that is left.
func (s *Server) Shutdown(wait time.Duration) error {
	defer s.cancel()
	var first error
	if s.plain != nil {
		first = s.plain.ShutdownWithTimeout(wait)
	}
	return errors.Join(first, s.app.ShutdownWithTimeout(wait))
}

// App is the Fiber application, for tests that send requests without a socket.
func (s *Server) App() *fiber.App { return s.app }
