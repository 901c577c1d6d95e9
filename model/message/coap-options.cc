// SPDX-License-Identifier: GPL-2.0-only

#include "coap-options.h"

#include <map>
#include <set>

namespace ns3::iomt
{

namespace
{

struct Definition
{
    std::size_t shortest; // [octets]
    std::size_t longest;  // [octets]
    bool repeatable;
};

/// The critical options understood here (RFC 7252, table 4).
const std::map<uint16_t, Definition> CRITICAL{
    {CoapOptionNumber::URI_HOST, {1, 255, false}},
    {CoapOptionNumber::URI_PORT, {0, 2, false}},
    {CoapOptionNumber::URI_PATH, {0, 255, true}},
    {CoapOptionNumber::URI_QUERY, {0, 255, true}},
    {CoapOptionNumber::ACCEPT, {0, 2, false}},
};

} // namespace

CoapOptionCheck
CheckCoapOptions(const CoapMessage& message)
{
    std::set<uint16_t> found;
    CoapOptionCheck check = CoapOptionCheck::OK;
    for (const CoapOption& option : message.options)
    {
        if (option.number == CoapOptionNumber::PROXY_URI ||
            option.number == CoapOptionNumber::PROXY_SCHEME)
        {
            check = CoapOptionCheck::PROXY;
            continue;
        }
        if (option.number % 2 == 0)
        {
            continue; // elective (RFC 7252, 5.4.1)
        }
        const auto definition = CRITICAL.find(option.number);
        if (definition == CRITICAL.end() || option.value.size() < definition->second.shortest ||
            option.value.size() > definition->second.longest ||
            (!found.insert(option.number).second && !definition->second.repeatable))
        {
            return CoapOptionCheck::BAD_OPTION;
        }
    }
    return check;
}

} // namespace ns3::iomt
