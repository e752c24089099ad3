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

// browserCookie carries what a browser is recognised by after it has signed in once (people.SignedIn.Browser). It
// survives sign-out, and opens nothing.
const (
	browserCookie     = "__Host-tripol-known"
	browserCookieTime = 400 * 24 * time.Hour // the longest that browsers keep one; renewed by every sign-in
)

// caller is where an attempt to sign in comes from.
func (c *call) caller() people.Caller {
	connection := c.Context().Conn()
	return people.Caller{
		Address: c.server.clientAddress(c.Ctx), Browser: c.Cookies(browserCookie), Phone: c.bearer(),
		Gone: func() bool { return hungUp(connection) },
	}
}

// recognise gives a browser the cookie by which it is known from now on.
func (c *call) recognise(cookie string) {
	c.Cookie(&fiber.Cookie{
		Name: browserCookie, Value: cookie, Path: "/", Secure: true, HTTPOnly: true,
		SameSite: fiber.CookieSameSiteStrictMode, MaxAge: int(browserCookieTime / time.Second),
	})
}

// clientAddress is the address of the client: of the connection, or what trusted proxies say. In X-Forwarded-For each
// proxy appends what it saw, so the last address that is no trusted proxy's counts; what stands before it anybody can
// have written.
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

// parseAddress reads an address of X-Forwarded-For, with or without a port.
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

// forwarded warns once when a request came with X-Forwarded-For from whom it is not believed: then all clients of that
// proxy count as one address, and their wrong passwords as one range's. The address is logged only where it is a
// private network's, since another is perhaps a person's who sends the header by hand.
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
