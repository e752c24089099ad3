//go:build !unix

package web

import "net"

// hungUp is not implemented on this system; the queue of password hashes is then bounded by its length and waiting
// time alone.
func hungUp(net.Conn) bool { return false }
