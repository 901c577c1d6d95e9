// SPDX-License-Identifier: GPL-2.0-only

/**
 * @file
 * @brief Any octets as the information payload of an L2CAP signalling frame. A command that is
 * accepted is what its own encoding says, and keeps the rules of Core 5.4, Vol 3, Part A, 4.
 */

#include "ns3/ble-l2cap-pdu.h"

#include <algorithm>
#include <cstdlib>

using namespace ns3::iomt;

namespace
{

void
Require(bool condition)
{
    if (!condition)
    {
        std::abort();
    }
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const l2cap::ParsedCommand parsed = l2cap::Parse(data, size);
    Require(parsed.command.has_value() == (parsed.status == l2cap::CommandStatus::OK));
    if (parsed.status != l2cap::CommandStatus::TOO_SHORT)
    {
        Require(size >= 4 && parsed.code == data[0] && parsed.identifier == data[1]);
    }
    if (!parsed.command)
    {
        return 0;
    }
    Require(size <= l2cap::SIGNALLING_MTU && parsed.identifier != 0);
    const auto octets = l2cap::Encode(*parsed.command);
    Require(octets[0] == parsed.code && octets[1] == parsed.identifier);
    if (std::holds_alternative<l2cap::CommandReject>(*parsed.command) ||
        std::holds_alternative<l2cap::ParameterUpdateResponse>(*parsed.command))
    {
        // Reserved reasons may carry anything, reserved results mean no: neither is kept.
        Require(octets.size() <= size);
        return 0;
    }
    Require(octets.size() == size && std::equal(octets.begin(), octets.end(), data));
    return 0;
}
