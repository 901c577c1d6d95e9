// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ECG_BLOCK_H
#define IOMT_ECG_BLOCK_H

#include "senml.h"

#include <optional>
#include <string>
#include <vector>

namespace ns3::iomt
{

/**
 * @brief Consecutive samples of one ECG lead.
 *
 * On the wire: a record "ecg" whose data value (`vd`) is one big-endian 16-bit two's complement
 * number a sample, in steps of 1 µV (±32.767 mV, clamped), timed by its first sample, and a record
 * "ecg-rate" in Hz.
 */
struct EcgBlock
{
    double startTime{0};           //!< of the first sample [s]
    double rateHz{0};              //!< samples a second [Hz]
    std::vector<double> millivolt; //!< samples [mV]
};

/**
 * @param block samples
 * @param baseName of the device, as "urn:dev:ecg-1:"
 * @return two records
 */
SenmlPack ToSenml(const EcgBlock& block, const std::string& baseName);

/**
 * @param pack resolved or not
 * @return the first ECG block in it; nothing if there is none or it is cut
 */
std::optional<EcgBlock> EcgBlockFromSenml(const SenmlPack& pack);

} // namespace ns3::iomt

#endif // IOMT_ECG_BLOCK_H
