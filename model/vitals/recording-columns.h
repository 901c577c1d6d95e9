// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_RECORDING_COLUMNS_H
#define IOMT_RECORDING_COLUMNS_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ns3::iomt
{

/** @brief What a column or channel of a file means. */
struct ColumnMeaning
{
    std::string quantity; //!< as quantity.h calls it
    double factor = 1;    //!< value in the quantity's unit = value in the file * factor
};

/** @brief In small letters, words joined by `-`, without a unit in brackets: `SpO2 (%)` -> `spo2`.
 */
std::string PlainName(std::string_view name);

/** @brief What a column of a table means by its name alone; nothing for one nobody knows. `ecg` is
 *         what is called so, or by the name of a lead such as `MLII`. */
std::optional<ColumnMeaning> MeaningOfColumn(std::string_view name);

/** @brief Whether a table's column is its time, its subject, or its truth (`label`). */
bool IsTimeColumn(std::string_view name);
bool IsSubjectColumn(std::string_view name);
bool IsLabelColumn(std::string_view name);

/** @brief The names by which a table's column is known as this quantity, its own first. */
std::vector<std::string> ColumnNamesOf(const std::string& quantity);

/**
 * @brief What a channel of a WFDB record or an EDF file means.
 *
 * A voltage is an ECG when it is called so or by the name of a lead. A vital sign sampled faster
 * than it can change (8 Hz) is the wave it is derived from, and not meant.
 *
 * @param name as the file has it, such as `MLII`, `ECG I`, `SpO2`
 * @param unit as the file has it, such as `mV`, `uV`, `%`, `bpm`
 * @param rateHz of the channel
 */
std::optional<ColumnMeaning> MeaningOfChannel(std::string_view name,
                                              std::string_view unit,
                                              double rateHz);

/** @brief Millivolts in a unit of voltage (`mV`, `uV`, `V`); nothing for other units. */
std::optional<double> MillivoltsIn(std::string_view unit);

} // namespace ns3::iomt

#endif // IOMT_RECORDING_COLUMNS_H
