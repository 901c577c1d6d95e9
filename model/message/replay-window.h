// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_REPLAY_WINDOW_H
#define IOMT_REPLAY_WINDOW_H

#include <cstdint>

namespace ns3::iomt
{

/**
 * @brief Sequence numbers already accepted, as in RFC 4303, 3.4.3.
 *
 * Messages may overtake each other within SIZE numbers; what is older counts as seen.
 */
class ReplayWindow
{
  public:
    static constexpr uint64_t SIZE = 64; //!< numbers remembered, the RFC's default

    /// @param sequence to look up @return whether it may be accepted
    bool IsFresh(uint64_t sequence) const;
    /// @param sequence accepted after its tag was verified
    void Accept(uint64_t sequence);

  private:
    bool m_any{false};
    uint64_t m_highest{0};
    uint64_t m_seen{0}; //!< bit i: m_highest - i was accepted
};

} // namespace ns3::iomt

#endif // IOMT_REPLAY_WINDOW_H
