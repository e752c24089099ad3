// Package web is the HTTP face: one route table, JSON shapes, cookies, status codes and pages. It alone knows Fiber;
// it knows no SQL.
package web

import (
	"context"
	"io/fs"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/recover"

	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/exchange"
	"tripol/internal/intake"
	"tripol/internal/people"
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
	Intake         *intake.Table
	Keys           *card.Keys
	Photos         string // folder of the photos
	Imports        exchange.Folder
	Assets         fs.FS // the built front end
	Log            *slog.Logger
	PublicURL      string           // how browsers reach it; empty: as the request says
	TrustedProxies []string         // whose X-Forwarded-For is believed
	HelpNumber     string           // printed on cards
	First          *people.FirstRun // opens the first run while nobody is there; nil: it cannot be opened
	Demo           bool             // the database was made by `tripol demo`: every page says so
	Secure         bool             // behind https: send Strict-Transport-Security
}

// Server is the HTTP face.
type Server struct {
	Options
	app     *fiber.App
	base    context.Context // ends at shutdown, and every request's context with it
	cancel  context.CancelFunc
	metrics *metrics
	assets  *assets
	openapi []byte
	begun   atomic.Bool // somebody has an account; it never becomes false again
}

// New builds the face from its route table. It fails when a route has no policy.
func New(o Options) (*Server, error) {
	s := &Server{Options: o, metrics: newMetrics(o.Photos)}
	s.base, s.cancel = context.WithCancel(context.Background())
	var err error
	if s.assets, err = newAssets(o.Assets); err != nil {
		return nil, err
	}
	if s.openapi, err = describe(Routes(), o.Intake.Kinds()); err != nil {
		return nil, err
	}
	s.app = fiber.New(fiber.Config{
		Immutable:               true, // strings that outlive the handler would be overwritten by the next request
		BodyLimit:               bodyLimit,
		ReadTimeout:             readTimeout,
		WriteTimeout:            writeTimeout,
		IdleTimeout:             idleTimeout,
		DisableStartupMessage:   true,
		StrictRouting:           true,
		CaseSensitive:           true,
		EnableTrustedProxyCheck: true,
		TrustedProxies:          o.TrustedProxies,
		ProxyHeader:             fiber.HeaderXForwardedFor,
		ErrorHandler:            s.problem,
		ReadBufferSize:          16 << 10,
	})
	s.app.Server().HeaderReceived = patience(Routes())
	s.app.Use(s.observe, recover.New(), straightPath, s.headers, noEncoding)
	for _, r := range Routes() {
		if err := s.add(r); err != nil {
			return nil, err
		}
	}
	s.app.Use(unrouted)
	return s, nil
}

// unrouted answers what no route took: an address that takes other methods says which, any other is not there.
func unrouted(f *fiber.Ctx) error {
	var methods []string
	for _, r := range Routes() {
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

// Listen serves until Shutdown.
func (s *Server) Listen(addr string) error { return s.app.Listen(addr) }

// Shutdown stops listening, waits for what runs, then ends every context that is left.
func (s *Server) Shutdown(wait time.Duration) error {
	defer s.cancel()
	return s.app.ShutdownWithTimeout(wait)
}

// App is the Fiber application, for tests that send requests without a socket.
func (s *Server) App() *fiber.App { return s.app }
