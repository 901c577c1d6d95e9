// SPDX-License-Identifier: GPL-2.0-only

#include "firewall-rule.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cmath>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

AddressPrefix
AddressPrefix::Parse(const std::string& text)
{
    const auto fail = [&text]() {
        return std::invalid_argument("prefix: found \"" + text +
                                     "\", expected an IPv6 address and a length of 0 to 128, "
                                     "such as 2001:2:0:1::/64");
    };
    const std::size_t slash = text.find('/');
    AddressPrefix prefix;
    prefix.length = 128;
    if (slash != std::string::npos)
    {
        const std::string digits = text.substr(slash + 1);
        if (digits.empty() || digits.size() > 3 ||
            !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
        {
            throw fail();
        }
        const int length = std::stoi(digits);
        if (length > 128)
        {
            throw fail();
        }
        prefix.length = static_cast<uint8_t>(length);
    }
    // ns-3's own parser aborts on bad text from 3.47 on.
    std::array<uint8_t, 16> octets{};
    if (inet_pton(AF_INET6, text.substr(0, slash).c_str(), octets.data()) != 1)
    {
        throw fail();
    }
    prefix.network = Ipv6Address(octets.data());
    return prefix;
}

bool
AddressPrefix::Contains(const Ipv6Address& address) const
{
    std::array<uint8_t, 16> a{};
    std::array<uint8_t, 16> b{};
    address.GetBytes(a.data());
    network.GetBytes(b.data());
    const std::size_t whole = length / 8;
    if (!std::equal(a.begin(), a.begin() + whole, b.begin()))
    {
        return false;
    }
    const unsigned rest = length % 8;
    return rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

std::string
FirewallRule::Error() const
{
    if (name.empty() || name == "default")
    {
        return "name: found \"" + name + "\", expected a word other than default";
    }
    if (protocol != "any" && protocol != "udp" && protocol != "tcp" && protocol != "icmpv6")
    {
        return "protocol: found \"" + protocol + "\", expected any, udp, tcp or icmpv6";
    }
    if (firstPort > lastPort)
    {
        return "ports: found " + std::to_string(firstPort) + " to " + std::to_string(lastPort) +
               ", expected the lower first";
    }
    if ((firstPort != 0 || lastPort != 65535) && protocol != "udp" && protocol != "tcp")
    {
        return "ports: only udp and tcp have ports, found protocol \"" + protocol + "\"";
    }
    if (!std::isfinite(ratePps) || ratePps < 0)
    {
        return "rate: expected a finite number of packets per second, 0 for no limit";
    }
    if (!std::isfinite(burst) || burst < 0 || (burst > 0 && burst < 1))
    {
        return "burst: expected 1 packet or more, 0 for as many as a second's rate";
    }
    return "";
}

} // namespace iomt
} // namespace ns3
