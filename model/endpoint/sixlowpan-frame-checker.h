// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SIXLOWPAN_FRAME_CHECKER_H
#define IOMT_SIXLOWPAN_FRAME_CHECKER_H

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace ns3
{
namespace iomt
{

/// What a 6LoWPAN frame checker says of a frame.
enum class FrameVerdict
{
    ACCEPTED,           ///< goes up
    EMPTY,              ///< no octet to dispatch on
    UNKNOWN_DISPATCH,   ///< not IPv6, IPHC or a fragment (RFC 4944 section 5.1)
    TRUNCATED,          ///< ends within a header
    RESERVED_ENCODING,  ///< an address mode RFC 6282 section 3.1.1 reserves
    UNKNOWN_CONTEXT,    ///< refers to an address context that is not shared
    UNSUPPORTED_HEADER, ///< extension header, nested IPv6, unknown NHC
    MALFORMED_DATAGRAM, ///< the IPv6 or upper-layer header inside contradicts itself
    FRAGMENT_SIZE,      ///< datagram_size too small or large, or fragment beyond it
    FRAGMENT_LENGTH,    ///< not the last fragment and no multiple of 8 octets
    FRAGMENT_OVERLAP,   ///< covers octets of another fragment
    FRAGMENT_DUPLICATE, ///< exactly these octets came already
    FRAGMENT_NO_ROOM,   ///< too many datagrams are being put together
};

/**
 * @brief The verdict in words: `accepted`, `fragment-overlap`, …
 * @param verdict the verdict
 * @return its name
 */
std::string ToString(FrameVerdict verdict);

/// Bounds of what a frame checker remembers, and the contexts it cannot know of.
struct FrameCheckerLimits
{
    std::size_t datagrams{8};             ///< datagrams being put together at a time
    std::size_t fragmentsPerDatagram{32}; ///< fragments kept of each
    uint16_t datagramSize{1280};          ///< largest datagram_size [octet], RFC 4944 section 4
    int64_t timeoutNs{60'000'000'000};    ///< RFC 4944 section 5.3: at most 60 s [ns]
    uint16_t contexts{0};                 ///< bit n: address context n is shared
};

/**
 * @brief Decides whether a frame may be shown to a 6LoWPAN layer that trusts its input.
 *
 * It parses RFC 4944 and RFC 6282 headers without expanding them and follows each fragmented
 * datagram, so that what is accepted is well formed and fragments neither overlap nor exceed their
 * datagram. State is bounded; newcomers are refused when it is full.
 */
class SixLowPanFrameChecker
{
  public:
    /**
     * @brief Starts with no datagram under way.
     * @param limits bounds of the state
     */
    explicit SixLowPanFrameChecker(FrameCheckerLimits limits = {});

    /**
     * @brief Judges a frame and remembers an accepted fragment.
     * @param data first octet of the 6LoWPAN payload
     * @param size octets there are
     * @param source link-layer source, as octets
     * @param destination link-layer destination, as octets
     * @param nowNs the time [ns], never before an earlier call's
     * @return the verdict
     */
    FrameVerdict Check(const uint8_t* data,
                       std::size_t size,
                       const std::vector<uint8_t>& source,
                       const std::vector<uint8_t>& destination,
                       int64_t nowNs);

    /// @return datagrams being put together
    std::size_t Pending() const;

  private:
    /// Link source, link destination, datagram_size, datagram_tag (RFC 4944 section 5.3).
    using Key = std::tuple<std::vector<uint8_t>, std::vector<uint8_t>, uint16_t, uint16_t>;

    /// A datagram being put together.
    struct Datagram
    {
        std::map<uint16_t, uint16_t> pieces; ///< first octet → octet after the last
        uint32_t covered{0};                 ///< octets that came
        int64_t expiresNs{0};                ///< when it is forgotten
    };

    FrameVerdict CheckFragment(const Key& key,
                               bool first,
                               uint16_t offset,
                               std::size_t length,
                               int64_t nowNs);
    /// Gives up datagrams whose time is over.
    void Forget(int64_t nowNs);

    FrameCheckerLimits m_limits;
    std::map<Key, Datagram> m_datagrams;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_SIXLOWPAN_FRAME_CHECKER_H
