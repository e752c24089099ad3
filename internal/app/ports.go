package app

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"tripol/internal/disk"
)

const (
	portFile  = "port" // in the data folder: phones store their data under the address, so the port stays the same
	firstPort = 8080
	portStep  = 10
	portTries = 20
)

// ErrNoPort reports that no port was free.
var ErrNoPort = errors.New("no port from 8080 on is free")

// choosePort returns a port for https that is free together with the next one, for the page for phones: that of the
// earlier starts, or else the first free one. wanted is the port of the earlier starts, or that of the first start.
func choosePort(ctx context.Context, data string) (port, wanted int, err error) {
	wanted = firstPort
	text, err := os.ReadFile(filepath.Join(data, portFile)) //nolint:gosec // a file of the data folder
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, 0, err
	}
	if earlier, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && earlier > 0 && earlier < 1<<16-1 {
		wanted = earlier
	}
	candidates := []int{wanted}
	for i := range portTries {
		candidates = append(candidates, firstPort+i*portStep)
	}
	for _, port := range candidates {
		if isFree(ctx, port) && isFree(ctx, port+1) {
			return port, wanted, nil
		}
	}
	return 0, wanted, ErrNoPort
}

// keepPort stores the port for the next start.
func keepPort(data string, port int) error {
	return disk.WriteWhole(filepath.Join(data, portFile), disk.Text(strconv.Itoa(port)+"\n"))
}

// isFree reports whether nobody listens on a port, on every address and on loopback: Windows lets two programs have one
// port on different addresses, and the browser would then reach the other one.
func isFree(ctx context.Context, port int) bool {
	var sockets net.ListenConfig
	for _, host := range []string{"127.0.0.1", ""} {
		at, err := sockets.Listen(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(port)))
		if err != nil || at.Close() != nil {
			return false
		}
	}
	return true
}
