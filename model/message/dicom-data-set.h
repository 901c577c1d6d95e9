// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_DICOM_DATA_SET_H
#define IOMT_DICOM_DATA_SET_H

#include "ns3/bytes.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace ns3::iomt
{

/// Tags of DICOM (PS3.6, section 6; commands: PS3.7, annex E), group and element as one number.
enum DicomTag : uint32_t
{
    COMMAND_GROUP_LENGTH = 0x00000000,
    AFFECTED_SOP_CLASS_UID = 0x00000002,
    COMMAND_FIELD = 0x00000100,
    MESSAGE_ID = 0x00000110,
    MESSAGE_ID_RESPONDED_TO = 0x00000120,
    COMMAND_PRIORITY = 0x00000700,
    COMMAND_DATA_SET_TYPE = 0x00000800,
    COMMAND_STATUS = 0x00000900,
    AFFECTED_SOP_INSTANCE_UID = 0x00001000,
    SOP_CLASS_UID = 0x00080016,
    SOP_INSTANCE_UID = 0x00080018,
    STUDY_DATE = 0x00080020,
    STUDY_TIME = 0x00080030,
    MODALITY = 0x00080060,
    PATIENT_NAME = 0x00100010,
    PATIENT_ID = 0x00100020,
    STUDY_INSTANCE_UID = 0x0020000d,
    SERIES_INSTANCE_UID = 0x0020000e,
    INSTANCE_NUMBER = 0x00200013,
    SAMPLES_PER_PIXEL = 0x00280002,
    PHOTOMETRIC_INTERPRETATION = 0x00280004,
    NUMBER_OF_FRAMES = 0x00280008,
    ROWS = 0x00280010,
    COLUMNS = 0x00280011,
    BITS_ALLOCATED = 0x00280100,
    BITS_STORED = 0x00280101,
    HIGH_BIT = 0x00280102,
    PIXEL_REPRESENTATION = 0x00280103,
    PIXEL_DATA = 0x7fe00010,
};

/**
 * @brief A flat DICOM data set in the transfer syntax Implicit VR Little Endian (PS3.5, annex A.1),
 * which every implementation takes and commands are always in.
 *
 * Sequences and undefined lengths are refused.
 */
class DicomDataSet
{
  public:
    /**
     * @param tag of the element
     * @param value its octets; one of padding is added to an odd count
     * @param padding 0 for UIDs and octets, a blank for other text (PS3.5, 6.2)
     */
    void Set(uint32_t tag, Bytes value, uint8_t padding = 0);
    void SetText(uint32_t tag, const std::string& text);
    /// @param uid a unique identifier, such as "1.2.840.10008.1.1"
    void SetUid(uint32_t tag, const std::string& uid);
    void SetShort(uint32_t tag, uint16_t value);

    /// @return the octets with their padding, nothing if there is no such element
    const Bytes* Find(uint32_t tag) const;
    /// @return the text without padding, empty if there is none
    std::string Text(uint32_t tag) const;
    /// @return the 16-bit number, nothing if there is none of that size
    std::optional<uint16_t> Short(uint32_t tag) const;
    /// @return how many elements there are
    std::size_t Size() const;

    /// @return the elements in the order of their tags
    Bytes Encode() const;
    /// @return the same with an element (0000,0000) in front that says its length (PS3.7, 6.3.1)
    Bytes EncodeCommand() const;
    /**
     * @param octets all of a data set
     * @return it, nothing if a length goes beyond the end or is undefined, or tags do not ascend
     */
    static std::optional<DicomDataSet> Decode(const Bytes& octets);

    bool operator==(const DicomDataSet& other) const;

  private:
    std::map<uint32_t, Bytes> m_elements;
};

} // namespace ns3::iomt

#endif // IOMT_DICOM_DATA_SET_H
