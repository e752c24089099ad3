package web

import (
	"context"
	"log/slog"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/fault"
	"tripol/internal/summary"
)

type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	outcomes *prometheus.CounterVec
}

// newMetrics creates the counters; data is a folder on the disk whose usage is measured.
func newMetrics(store *db.Store, data string) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tripol_requests_total", Help: "Requests by route and status.",
		}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "tripol_request_seconds",
			Help:    "Time to answer, by route.",
			Buckets: prometheus.ExponentialBuckets(0.001, 2.5, 10),
		}, []string{"route"}),
		outcomes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "tripol_entries_total", Help: "Journal entries by kind and outcome.",
		}, []string{"kind", "outcome"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, m.outcomes, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "tripol_disk_used_ratio", Help: "Share of the data folder's disk that is in use; act from 0.9 on.",
	}, func() float64 { return diskUsed(data) }))
	if store.Engine() == db.Postgres {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "tripol_commit_unreplicated",
			Help: "1 while Postgres has a standby and no commit waits for it: a failover can lose acknowledged entries.",
		}, func() float64 { return unreplicated(store) }))
	}
	return m
}

// scrapeTime bounds the database queries of a scrape.
const scrapeTime = 2 * time.Second

// unreplicated returns 1 where commits wait for none of the standbys, NaN where it is unknown.
func unreplicated(store *db.Store) float64 {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	replication, err := store.Replication(ctx)
	switch {
	case err != nil:
		return math.NaN()
	case replication.Unprotected():
		return 1
	}
	return 0
}

// diskUsed returns the used share of a folder's disk, NaN where it is unknown.
func diskUsed(folder string) float64 {
	space, err := disk.SpaceAt(folder)
	if err != nil {
		return math.NaN()
	}
	return space.Used()
}

// observe logs and counts each request by its route's pattern: addresses, bodies and names never reach the log. It
// calls the error handler itself, since Fiber would do so only later and the status would still read 200.
func (s *Server) observe(f *fiber.Ctx) error {
	started := time.Now()
	if !f.Context().RemoteIP().IsLoopback() { //nolint:forbidigo // asks who calls
		s.Machine.Reached()
	}
	if err := f.Next(); err != nil {
		if err := s.problem(f, err); err != nil {
			return err
		}
	}
	route, status, took := f.Route().Path, f.Response().StatusCode(), time.Since(started)
	s.metrics.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	s.metrics.seconds.WithLabelValues(route).Observe(took.Seconds())
	level := slog.LevelDebug
	if status >= fiber.StatusInternalServerError {
		level = slog.LevelError
	}
	s.Log.Log(f.UserContext(), level, "request", slog.String("method", f.Method()), slog.String("route", route),
		slog.Int("status", status), slog.Duration("took", took))
	return nil
}

// headers sets the headers of every response.
func (s *Server) headers(f *fiber.Ctx) error {
	s.secure(f)
	return f.Next()
}

// early answers an error of a request that never reached a handler, such as one that cannot be parsed.
func (s *Server) early(f *fiber.Ctx, err error) error {
	s.secure(f)
	return s.problem(f, oversized(f, err))
}

// secure sets the security headers of every response: only our own scripts, no framing, no sniffing, no referrer.
func (s *Server) secure(f *fiber.Ctx) {
	f.Set("Content-Security-Policy", strings.Join([]string{
		"default-src 'none'",
		"script-src 'self' 'wasm-unsafe-eval'",
		"style-src 'self'",
		"img-src 'self' blob: data:",
		"font-src 'self'",
		"connect-src 'self'",
		"media-src 'self' blob:",
		"worker-src 'self' blob:",
		"manifest-src 'self'",
		"form-action 'self'",
		"frame-ancestors 'none'",
		"base-uri 'none'",
	}, "; "))
	f.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	f.Set(fiber.HeaderXFrameOptions, "DENY")
	f.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	microphone := "()"
	if f.Path() == officePath { // recordings of spoken texts are made there, and on no other page
		microphone = "(self)"
	}
	f.Set(fiber.HeaderPermissionsPolicy, "camera=(self), geolocation=(self), microphone="+microphone)
	f.Set("Cross-Origin-Opener-Policy", "same-origin")
	f.Set("Cross-Origin-Resource-Policy", "same-origin")
	if s.lasting(f) {
		f.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000")
	}
}

// alive returns 200 while the program runs.
func alive(c *call) error { return c.SendString("ok\n") }

// ready returns 503 while the database does not respond, is in recovery or lacks migrations, and after a start until
// the read model has caught up: before that, lists of households would be incomplete.
func ready(c *call) error {
	store := c.server.Store
	waits, err := store.Pending(c.context())
	var recovering bool
	if err == nil {
		recovering, err = store.Recovering(c.context())
	}
	if err != nil || waits || recovering {
		c.server.Log.Error("server not ready", slog.Bool("migrations_pending", waits), slog.Bool("in_recovery", recovering),
			slog.Any("error", err))
		return fault.New(fault.Busy, "not_ready", "The database is not ready.")
	}
	if err := c.server.caughtUp(c.context()); err != nil {
		return err
	}
	return c.SendString("ready\n")
}

// caughtUp rejects requests until the read model has once been current enough for exact lists. Responses state later
// lags themselves: taking a server out of service would not shorten them.
func (s *Server) caughtUp(ctx context.Context) error {
	if s.exact.Load() {
		return nil
	}
	err := s.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		exact, err := summary.Ready(tx)
		if err == nil && !exact {
			err = fault.New(fault.Busy, "counting", "Newer entries are still being counted.")
		}
		return err
	})
	if err == nil {
		s.exact.Store(true)
	}
	return err
}

// measured serves the metrics to the local machine only: they reveal how active a relief effort is.
func measured(c *call) error {
	if !c.Context().RemoteIP().IsLoopback() || c.Get(fiber.HeaderXForwardedFor) != "" {
		return notFound("page")
	}
	return adaptor.HTTPHandler(promhttp.HandlerFor(c.server.metrics.registry, promhttp.HandlerOpts{}))(c.Ctx)
}
