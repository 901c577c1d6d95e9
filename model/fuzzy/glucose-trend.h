// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_GLUCOSE_TREND_H
#define IOMT_GLUCOSE_TREND_H

#include <deque>
#include <optional>

namespace ns3::iomt
{

/**
 * @brief How fast glucose changes: the least-squares line through the readings of the last 15 min,
 * of which there must be three.
 */
class GlucoseTrend
{
  public:
    /**
     * @param t not before the last one [s]
     * @param mgPerDl glucose then [mg/dL]
     */
    void Add(double t, double mgPerDl);
    /** @brief Change by the minute [mg/dL/min], once enough readings are there. */
    std::optional<double> PerMinute() const;

  private:
    struct Sample
    {
        double t;       // [s]
        double mgPerDl; // [mg/dL]
    };

    std::deque<Sample> m_recent;
};

} // namespace ns3::iomt

#endif // IOMT_GLUCOSE_TREND_H
