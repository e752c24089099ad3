//go:build unix

package web

import (
	"crypto/tls"
	"net"
	"syscall"
)

// hungUp reports whether the client has closed its side of a connection. It peeks without consuming a byte; fasthttp
// does not read while a handler runs, so it does not notice. False where it is unknown.
func hungUp(connection net.Conn) (closed bool) {
	if secure, ok := connection.(*tls.Conn); ok {
		connection = secure.NetConn()
	}
	socket, ok := connection.(syscall.Conn)
	if !ok {
		return false
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return true // closed on our side
	}
	err = raw.Read(func(fd uintptr) bool {
		n, _, err := syscall.Recvfrom(int(fd), make([]byte, 1), syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		closed = (n == 0 && err == nil) || err == syscall.ECONNRESET
		return true
	})
	return closed || err != nil
}
