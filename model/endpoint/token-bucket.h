// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_TOKEN_BUCKET_H
#define IOMT_TOKEN_BUCKET_H

#include "ns3/nstime.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

/**
 * @brief A token bucket (RFC 2697 section 3, one colour): tokens drip in at a rate, each event
 * takes one.
 */
class TokenBucket
{
  public:
    /// A bucket without a limit.
    TokenBucket() = default;

    /**
     * @brief A full bucket.
     * @param rate tokens per second; 0 or less = no limit
     * @param depth tokens it holds at most
     */
    TokenBucket(double rate, double depth)
        : m_rate(rate),
          m_depth(depth),
          m_tokens(depth)
    {
    }

    /**
     * @brief Takes a token.
     * @param now the time, never before an earlier call's
     * @return false if there is none
     */
    bool Take(Time now)
    {
        if (m_rate <= 0)
        {
            return true;
        }
        m_tokens = std::min(m_depth, m_tokens + (now - m_filled).GetSeconds() * m_rate);
        m_filled = now;
        if (m_tokens < 1)
        {
            return false;
        }
        m_tokens -= 1;
        return true;
    }

  private:
    double m_rate{0};
    double m_depth{0};
    double m_tokens{0};
    Time m_filled; ///< when the tokens were last brought up to date
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_TOKEN_BUCKET_H
