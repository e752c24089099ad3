package web

import (
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/people"
)

// browserCookie contains the token by which a browser is recognised after its first sign-in
// (people.SignedIn.Browser). It survives sign-out and grants no access.
const (
	browserCookie     = "__Host-tripol-known"
	browserCookieTime = 400 * 24 * time.Hour // the maximum that browsers accept; renewed by every sign-in
)

// caller returns the origin of a sign-in attempt.
func (c *call) caller() people.Caller {
	connection := c.Context().Conn()
	return people.Caller{
		Address: c.server.clientAddress(c.Ctx), Browser: c.Cookies(browserCookie), Phone: c.bearer(),
		Device: c.deviceName(),
		Gone:   func() bool { return hungUp(connection) },
	}
}

// recognise sets the cookie by which the browser is recognised later.
func (c *call) recognise(cookie string) {
	c.Cookie(&fiber.Cookie{
		Name: browserCookie, Value: cookie, Path: "/", Secure: true, HTTPOnly: true,
		SameSite: fiber.CookieSameSiteStrictMode, MaxAge: int(browserCookieTime / time.Second),
	})
}

// clientAddress returns the client's address: that of the connection, or the one reported by trusted proxies. Each
// proxy appends to X-Forwarded-For, so the last address that is not a trusted proxy's counts; anything before it can
// be forged.
func (s *Server) clientAddress(f *fiber.Ctx) netip.Addr {
	remote, _ := netip.AddrFromSlice(f.Context().RemoteIP()) //nolint:forbidigo // asks who calls
	remote = remote.Unmap()
	if !f.IsProxyTrusted() {
		return remote
	}
	var chain []string
	for _, line := range f.Request().Header.PeekAll(fiber.HeaderXForwardedFor) {
		chain = append(chain, strings.Split(string(line), ",")...)
	}
	for _, text := range slices.Backward(chain) {
		address, ok := parseAddress(text)
		if !ok {
			break
		}
		remote = address
		if !s.trusts(address) {
			break
		}
	}
	return remote
}

// parseAddress parses an address of X-Forwarded-For, with or without a port.
func parseAddress(text string) (netip.Addr, bool) {
	text = strings.TrimSpace(text)
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	address, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return address.Unmap(), err == nil
}

// trusts reports whether an address is a trusted proxy's.
func (s *Server) trusts(address netip.Addr) bool {
	return slices.ContainsFunc(s.TrustedProxies, func(text string) bool {
		if network, err := netip.ParsePrefix(text); err == nil {
			return network.Contains(address)
		}
		proxy, err := netip.ParseAddr(text)
		return err == nil && proxy.Unmap() == address
	})
}

// forwarded warns once about X-Forwarded-For from an untrusted address: then all clients of that proxy count as one
// address, and their failed sign-ins as one range's. It logs the address only where it is a private network's, since
// another may be that of a person who sets the header by hand.
func (s *Server) forwarded(f *fiber.Ctx) error {
	if f.Get(fiber.HeaderXForwardedFor) != "" && !f.IsProxyTrusted() && s.forwardWarned.CompareAndSwap(false, true) {
		from := "a public address"
		remote, _ := netip.AddrFromSlice(f.Context().RemoteIP()) //nolint:forbidigo // asks who calls
		if remote = remote.Unmap(); remote.IsLoopback() || remote.IsPrivate() {
			from = remote.String()
		}
		s.Log.Warn("X-Forwarded-For from an untrusted address ignored: all its clients count as one address; "+
			"if it is your proxy, add its address to TRIPOL_TRUSTED_PROXIES", slog.String("from", from))
	}
	return f.Next()
}
