// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_HEART_BEATS_H
#define IOMT_HEART_BEATS_H

#include "classifier.h"
#include "r-peak-detector.h"

#include <optional>
#include <vector>

namespace ns3::iomt
{

/** @brief The times of heart beats in blocks of an ECG, between which there may be gaps. */
class HeartBeats
{
  public:
    /**
     * @brief Takes in a block.
     * @param block samples [mV] that begin at block.t, not before the end of the last block
     * @return the R peaks that are known now, in order [s]; none for an ECG below 50 Hz
     */
    std::vector<double> Add(const Felt& block);

    /** @brief Whether the last block followed a gap or came at another rate: the search then began
     *         anew, and from the beat before to the next is no interval. */
    bool StartedAnew() const;

    /** @brief Since when samples have come without a gap [s]. */
    double StartS() const;

    /** @brief Beats up to here are told already, unless they are found by looking back [s]. */
    double ToldUntilS() const;

  private:
    std::optional<RPeakDetector> m_detector;
    double m_rateHz = 0;
    double m_startS = 0;
    double m_endS = 0;          //!< of the last block
    std::int64_t m_samples = 0; //!< since the start
    bool m_startedAnew = false;
};

} // namespace ns3::iomt

#endif // IOMT_HEART_BEATS_H
