// Command winedll writes bcryptprimitives.dll for the tests of the Windows program under Wine: Go programs need its
// function ProcessPrng, which Wine has only since version 9. The library has no code: it forwards the function to the
// one of an older library that fills a buffer with random bytes. Windows itself never sees it.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
)

const (
	library  = "bcryptprimitives.dll"
	function = "ProcessPrng"
	forward  = "ADVAPI32.SystemFunction036" // RtlGenRandom(buffer, length)

	section   = 0x1000 // address of the only section
	fileAlign = 0x200
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: winedll FILE")
		os.Exit(2)
	}
	if err := os.WriteFile(os.Args[1], dll(), 0o600); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// dll returns the library in the format PE32+.
func dll() []byte {
	exports := exportSection()
	var out bytes.Buffer
	dos := make([]byte, 0x40)
	copy(dos, "MZ")
	binary.LittleEndian.PutUint32(dos[0x3c:], uint32(len(dos)))
	out.Write(dos)
	out.WriteString("PE\x00\x00")
	put(&out, struct {
		Machine, Sections      uint16
		Time, Symbols, NSymbol uint32
		Optional, Flags        uint16
	}{0x8664, 1, 0, 0, 0, 240, 0x2022}) // executable, large addresses, library
	put(&out, struct {
		Magic                          uint16
		Linker                         [2]uint8
		Code, Data, BSS, Entry, Base   uint32
		Image                          uint64
		Align, FileAlign               uint32
		OS, Version, Subsystem         [2]uint16
		Reserved, Size, Headers, Sum   uint32
		Kind, Characteristics          uint16
		Stack, StackNow, Heap, HeapNow uint64
		Flags, Directories             uint32
		Export                         [2]uint32
		Others                         [30]uint32
	}{
		Magic: 0x20b, Data: fileAlign, Base: section, Image: 0x180000000, Align: section, FileAlign: fileAlign,
		OS: [2]uint16{6, 0}, Subsystem: [2]uint16{6, 0}, Size: 2 * section, Headers: fileAlign, Kind: 2,
		Characteristics: 0x160, Stack: 0x100000, StackNow: section, Heap: 0x100000, HeapNow: section, Directories: 16,
		Export: [2]uint32{section, uint32(len(exports))},
	})
	put(&out, struct {
		Name                          [8]byte
		Size, Address, RawSize, RawAt uint32
		Relocations, Lines            uint32
		NRelocations, NLines          uint16
		Flags                         uint32
	}{
		Name: [8]byte{'.', 'r', 'd', 'a', 't', 'a'}, Size: uint32(len(exports)), Address: section, RawSize: fileAlign,
		RawAt: fileAlign, Flags: 0x40000040,
	}) // initialised data, readable
	out.Write(make([]byte, fileAlign-out.Len()))
	out.Write(exports)
	out.Write(make([]byte, 2*fileAlign-out.Len()))
	return out.Bytes()
}

// exportSection is the export directory, its three tables of one element each, and its names.
func exportSection() []byte {
	const tables = section + 40
	const names = tables + 4 + 4 + 2
	at := func(before ...string) uint32 {
		address := uint32(names)
		for _, name := range before {
			address += uint32(len(name)) + 1
		}
		return address
	}
	var out bytes.Buffer
	put(&out, [10]uint32{0, 0, 0, at(), 1, 1, 1, tables, tables + 4, tables + 8})
	put(&out, [2]uint32{at(library, function), at(library)}) // where the function is forwarded to; its name
	put(&out, uint16(0))
	for _, name := range []string{library, function, forward} {
		out.WriteString(name + "\x00")
	}
	return out.Bytes()
}

func put(out *bytes.Buffer, fixed any) {
	if err := binary.Write(out, binary.LittleEndian, fixed); err != nil {
		panic(err) // the types above are all of fixed size
	}
}
