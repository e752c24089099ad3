// Package web is the HTTP layer: one route table, JSON types, cookies, status codes and pages. It is the only package
// that imports Fiber, and it contains no SQL.
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

	"tripol/internal/backup/nightly"
	"tripol/internal/backup/recovery"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/exchange/jobs"
	"tripol/internal/field"
	"tripol/internal/intake"
	"tripol/internal/machine"
	"tripol/internal/people"
	"tripol/internal/words"
)

// Size and time limits of requests.
const (
	bodyLimit    = 9 << 20 // a photo and some overhead; routes set their own below it
	jsonLimit    = 1 << 20
	requestTime  = 15 * time.Second
	readTimeout  = 10 * time.Second
	writeTimeout = 30 * time.Second
	idleTimeout  = 60 * time.Second
)

// Options configure the HTTP server.
type Options struct {
	Store          *db.Store
	People         *people.Authenticator
	Reserve        *disk.Reserve // disk space for sign-in and journalled exports on a full disk; nil: none
	Intake         *intake.Table
	Keys           *card.Keys
	PhoneKeys      *field.Keys
	Photos         string // folder of the photos
	Imports        jobs.Folder
	Assets         fs.FS // the built front end
	Log            *slog.Logger
	PublicURL      string            // base URL for browsers; empty: as requested
	TrustedProxies []string          // proxies whose X-Forwarded-For is trusted
	HelpNumber     string            // printed on cards
	Zone           *time.Location    // time zone of displayed times; nil: words.DefaultZone
	First          *people.FirstRun  // allows the first run while there is no account; nil: not possible
	Demo           bool              // the database was created by `tripol demo`: every page shows a banner
	Backups        *nightly.Service  // backups that the program makes by itself; nil: none, as in tests
	Recovery       *recovery.Service // restores a backup before anybody has set up the installation; nil: not possible
	Upgrades       *Upgrades         // upgrades of the program; nil: no supervisor runs
	Machine        *machine.Watch    // the condition of the machine; nil: not watched
	Launch         *machine.Launch   // how the program is started with the machine; nil: not offered
	LAN            *LAN              // how phones reach a server with its own TLS; nil: it has none
	// LateWaybillDays is after how many days without acceptance a waybill is late; 0: stock.DefaultLateDays.
	LateWaybillDays int
}

// Server is the HTTP server.
type Server struct {
	Options
	app     *fiber.App
	plain   *fiber.App      // plain http beside our own https: shows how a phone trusts our certificate
	base    context.Context // ends at shutdown, with every request's context
	cancel  context.CancelFunc
	metrics *metrics
	assets  *assets
	openapi []byte
	packing limiter
	pushing limiter
	guesses card.CodeLimiter // failed look-ups of typed codes, for rate limiting
	begun   atomic.Bool      // an account exists; never becomes false again
	exact   atomic.Bool      // the read model has caught up once since the start

	forwardWarned atomic.Bool // an untrusted X-Forwarded-For was seen
}

// zone returns the time zone of displayed times.
func (s *Server) zone() *time.Location {
	if s.Zone == nil {
		return words.DefaultZone
	}
	return s.Zone
}

// New builds the server from its route table. It fails when a route has no policy.
func New(o Options) (*Server, error) {
	s := &Server{
		Options: o, metrics: newMetrics(o.Store, o.Photos), packing: newLimiter(packsAtOnce, packsWaiting),
		pushing: newLimiter(pushesAtOnce, pushesWaiting),
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

// build creates a Fiber application from a route table; the handlers in front run before each request.
func (s *Server) build(routes []Route, front ...fiber.Handler) (*fiber.App, error) {
	app := fiber.New(fiber.Config{
		Immutable:               true, // otherwise strings that outlive the handler are overwritten by the next request
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
	app.Server().HeaderReceived = uploadTimeouts(routes)
	app.Use(s.observe, recover.New(), s.headers, s.forwarded, straightPath, noEncoding)
	for _, r := range routes {
		if err := s.add(app, r); err != nil {
			return nil, err
		}
	}
	app.Use(unrouted(routes))
	return app, nil
}

// unrouted handles requests that match no route: 405 with the allowed methods where the path has other methods,
// otherwise 404.
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

// Serve serves a listener until Shutdown; with TLS, browsers get a secure context.
func (s *Server) Serve(at net.Listener) error { return s.app.Listener(at) }

// ServePlain serves the steps for trusting our certificate over plain http, until Shutdown.
func (s *Server) ServePlain(at net.Listener) error { return s.plain.Listener(at) }

// Shutdown stops listening, first on the plain listener, waits for running requests, then cancels every remaining
// context.
func (s *Server) Shutdown(wait time.Duration) error {
	defer s.cancel()
	var first error
	if s.plain != nil {
		first = s.plain.ShutdownWithTimeout(wait)
	}
	return errors.Join(first, s.app.ShutdownWithTimeout(wait))
}

// App returns the Fiber application, for tests that send requests without a socket.
func (s *Server) App() *fiber.App { return s.app }
