// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_RECEIPTS_H
#define IOMT_RECEIPTS_H

#include "ns3/bytes.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <set>
#include <vector>

namespace ns3
{
namespace iomt
{

/**
 * @brief What a broker remembers of the datagrams it received, for gateways that ask which of
 * those they forwarded arrived.
 *
 * A question is a CoAP POST to PATH with the digests of datagrams, 8 octets each, the answer a bit
 * for each, the first in the highest bit: 1 if it arrived. No standard has this; it is what custody
 * transfer of RFC 5050, 5.10 does for bundles. Digests find losses; they protect from nobody.
 */
class Receipts
{
  public:
    static constexpr const char* PATH = "receipts";
    /// Digests in a question: with the rest of it they stay below IPv6's minimum MTU of 1280
    /// octets.
    static constexpr std::size_t MOST = 128;
    /// Digests remembered; the oldest are forgotten.
    static constexpr std::size_t MEMORY = 65536;

    /**
     * @param octets of a UDP payload @param size how many
     * @return FNV-1a of 64 bits (draft-eastlake-fnv, 2)
     */
    static uint64_t Digest(const uint8_t* octets, std::size_t size);
    /// @param digests at most MOST @return payload of the question
    static Bytes Ask(const std::vector<uint64_t>& digests);
    /// @param answer payload of it @param count digests asked for @return whether each arrived
    static std::vector<bool> Read(const Bytes& answer, std::size_t count);

    /// @param datagram that arrived
    void Note(const Bytes& datagram);
    /// @param datagram that arrived and was dropped after all
    void Strike(const Bytes& datagram);
    /// @param question payload of it; an odd rest is ignored @return payload of the answer
    Bytes Answer(const Bytes& question) const;

  private:
    std::multiset<uint64_t> m_digests;
    std::deque<uint64_t> m_order;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_RECEIPTS_H
