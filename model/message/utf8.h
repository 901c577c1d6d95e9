// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_UTF8_H
#define IOMT_UTF8_H

#include "ns3/bytes.h"

namespace ns3::iomt
{

/// @param octets any @return whether they are well-formed UTF-8 (RFC 3629, 4)
bool IsUtf8(const Bytes& octets);

} // namespace ns3::iomt

#endif // IOMT_UTF8_H
