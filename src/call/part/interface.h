/* interface: what requests of ioctl(2) ask of an interface of the network.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Their third argument is the address of a struct ifreq, see netdevice(7). The
 * name of the interface stands in it, and the kernel writes what was asked for
 * beside that; SIOCGIFNAME gives a number and gets the name. Here the argument
 * is that name, or that number; of requests that set something it is a list of
 * the name and what is to be set.
 */
#pragma once
#include "call/part/row.h"

/* Functions of such an argument, as kinds have them. */
kind_parse_fn interface_parse;
kind_print_fn interface_print_c, interface_print_python, interface_declare;
kind_strace_fn interface_strace;
kind_encode_fn interface_encode;
kind_decode_fn interface_decode;
kind_take_fn interface_take;
kind_fetch_fn interface_fetch;

/* The same of SIOCGIFCONF, which gets them all: its argument is the number of
 * bytes that there is room for, 0 where there is no room. What was written is a
 * list of {name, address}. */
kind_parse_fn interfaces_parse;
kind_print_fn interfaces_print_python, interfaces_declare;
kind_strace_fn interfaces_strace;
kind_encode_fn interfaces_encode;
kind_decode_fn interfaces_decode;
kind_take_fn interfaces_take;
kind_fetch_fn interfaces_fetch;
