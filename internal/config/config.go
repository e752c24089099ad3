// Package config reads the settings from the environment; no other package does.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a machine in a shelter may have no zone files

	"github.com/caarlos0/env/v11"
)

// Config is every setting of the program, with its default.
type Config struct {
	Addr string `env:"TRIPOL_ADDR" envDefault:"localhost:8080"` // address to listen on
	// folder of the SQLite file, photos and keys
	Data string `env:"TRIPOL_DATA" envDefault:".data"`
	// postgres://… of the program's role; empty means SQLite in Data
	DatabaseURL string `env:"TRIPOL_DATABASE_URL"`
	// postgres://… of the owner, for tripol migrate
	MigrateURL string `env:"TRIPOL_MIGRATE_URL"`
	// base URL for browsers, such as https://relief.example
	PublicURL string `env:"TRIPOL_PUBLIC_URL"`
	// proxies whose X-Forwarded-For is trusted
	TrustedProxies []string `env:"TRIPOL_TRUSTED_PROXIES"`
	HelpNumber     string   `env:"TRIPOL_HELP_NUMBER"` // telephone number printed on cards
	// IANA name of the time zone of all displayed dates and times
	TimeZone string `env:"TRIPOL_TIME_ZONE" envDefault:"Asia/Kolkata"`
	// where `tripol serve --lan` serves https; empty: the port of Addr, on every address of this machine
	LANAddr string `env:"TRIPOL_LAN_ADDR"`
	// where it shows phones, over plain http, how to trust it; empty: the port after LANAddr's
	TrustAddr string `env:"TRIPOL_TRUST_ADDR"`
	// days without acceptance after which a waybill is late
	LateWaybillDays int `env:"TRIPOL_LATE_WAYBILL_DAYS" envDefault:"3"`

	// set by `tripol run` for its server: the office can ask for an upgrade
	Supervised bool `env:"TRIPOL_SUPERVISED"`
	// set by `tripol run` for a new program that is tried on a copy of the data: it makes no backups
	Trial bool `env:"TRIPOL_TRIAL"`

	Zone *time.Location `env:"-"` // of TimeZone
}

// ForChild returns the environment for a child process with further settings; the last of a name counts.
func ForChild(settings ...string) []string { return append(os.Environ(), settings...) }

// Settings lists each variable with its meaning, for `tripol serve --help`.
var Settings = [][2]string{
	{"TRIPOL_ADDR", "address to listen on (localhost:8080)"},
	{"TRIPOL_DATA", "folder of the SQLite file, the photos and the keys (.data)"},
	{"TRIPOL_DATABASE_URL", "postgres://… of the program's role; empty: SQLite in TRIPOL_DATA"},
	{"TRIPOL_MIGRATE_URL", "postgres://… of the owner, used by tripol migrate"},
	{"TRIPOL_PUBLIC_URL", "public base URL, such as https://relief.example"},
	{"TRIPOL_TRUSTED_PROXIES", "addresses of proxies whose X-Forwarded-For is trusted"},
	{"TRIPOL_HELP_NUMBER", "telephone number printed on cards"},
	{"TRIPOL_TIME_ZONE", "time zone of dates and times on screens, papers and exports, such as Asia/Dhaka (Asia/Kolkata)"},
	{"TRIPOL_LATE_WAYBILL_DAYS", "days without acceptance after which a waybill is late (3)"},
	{"TRIPOL_LAN_ADDR", "with --lan or --cert: listen address of https (every address, the port of TRIPOL_ADDR)"},
	{"TRIPOL_TRUST_ADDR", "with --lan or --cert: plain http address where phones install the authority (the next port)"},
}

// Load reads and validates the settings.
func Load() (Config, error) {
	c, err := env.ParseAs[Config]()
	if err != nil {
		return c, err
	}
	if err := c.checkAddresses(); err != nil {
		return c, err
	}
	if err := checkProxies(c.TrustedProxies); err != nil {
		return c, err
	}
	if c.Zone, err = zone(c.TimeZone); err != nil {
		return c, err
	}
	if c.LateWaybillDays < 1 || c.LateWaybillDays > mostLateDays {
		return c, fmt.Errorf("TRIPOL_LATE_WAYBILL_DAYS: %d is not between 1 and %d", c.LateWaybillDays, mostLateDays)
	}
	if c.PublicURL != "" {
		if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" {
			return c, errors.New("TRIPOL_PUBLIC_URL must be an absolute URL such as https://relief.example")
		}
	}
	return c, nil
}

const mostLateDays = 365

func (c Config) checkAddresses() error {
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		return fmt.Errorf("TRIPOL_ADDR: %w", err)
	}
	for name, addr := range map[string]string{"TRIPOL_LAN_ADDR": c.LANAddr, "TRIPOL_TRUST_ADDR": c.TrustAddr} {
		if _, _, err := net.SplitHostPort(addr); addr != "" && err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// zone loads a time zone from the embedded data. It rejects an empty name and "Local", which would depend on the
// machine.
func zone(name string) (*time.Location, error) {
	loaded, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, fmt.Errorf("TRIPOL_TIME_ZONE: %q is not a time zone such as Asia/Kolkata", name)
	}
	return loaded, nil
}

func checkProxies(all []string) error {
	for _, text := range all {
		_, network := netip.ParsePrefix(text)
		if _, address := netip.ParseAddr(text); network != nil && address != nil {
			return fmt.Errorf("TRIPOL_TRUSTED_PROXIES: %q is neither an address nor a network such as 10.77.0.0/24", text)
		}
	}
	return nil
}

// Unproxied reports whether the settings look like those behind an undeclared proxy: browsers use https while the
// program serves plain http. All clients would then count as one address.
func (c Config) Unproxied() bool {
	return strings.HasPrefix(c.PublicURL, "https://") && len(c.TrustedProxies) == 0
}

// SQLitePath returns the file of the embedded database.
func (c Config) SQLitePath() string { return filepath.Join(c.Data, "tripol.db") }

// Photos returns the folder of the photos.
func (c Config) Photos() string { return filepath.Join(c.Data, "photos") }

// Reserve returns the file that reserves disk space for sign-ins and records of exports.
func (c Config) Reserve() string { return filepath.Join(c.Data, "reserve") }

// Imports returns the folder of the uploaded lists.
func (c Config) Imports() string { return filepath.Join(c.Data, "imports") }

// Keys returns the folder of the signing keys.
func (c Config) Keys() string { return filepath.Join(c.Data, "keys") }

// Authority returns the folder of the local certificate authority.
func (c Config) Authority() string { return filepath.Join(c.Data, "authority") }

// LAN returns the addresses for https and for the page for phones.
func (c Config) LAN() (https, trust string, err error) {
	https, trust = c.LANAddr, c.TrustAddr
	if https == "" {
		_, port, err := net.SplitHostPort(c.Addr)
		if err != nil {
			return "", "", err
		}
		https = ":" + port
	}
	if trust != "" {
		return https, trust, nil
	}
	host, port, err := net.SplitHostPort(https)
	if err != nil {
		return "", "", err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return "", "", fmt.Errorf("the port %q is not a number: set TRIPOL_TRUST_ADDR: %w", port, err)
	}
	if number > 0 { // 0 is any free port
		number++
	}
	return https, net.JoinHostPort(host, strconv.Itoa(number)), nil
}

// Loopback reports whether the address for plain http is reachable from this machine only.
func (c Config) Loopback() bool { return Loopback(c.Addr) }

// Loopback reports whether a listen address is reachable from this machine only.
func Loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
