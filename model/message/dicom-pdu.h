// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_DICOM_PDU_H
#define IOMT_DICOM_PDU_H

#include "ns3/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3::iomt
{

/// TCP port of DICOM registered with IANA beside 104, which needs privileges (PS3.8, 9.1.1).
constexpr uint16_t DICOM_PORT = 11112;
/// Implicit VR Little Endian, which every implementation takes (PS3.5, 10.1).
constexpr const char* DICOM_IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";

/// Types of PDU (PS3.8, 9.3).
enum class DicomPduType : uint8_t
{
    ASSOCIATE_RQ = 0x01,
    ASSOCIATE_AC = 0x02,
    ASSOCIATE_RJ = 0x03,
    P_DATA_TF = 0x04,
    RELEASE_RQ = 0x05,
    RELEASE_RP = 0x06,
    ABORT = 0x07,
};

/// What may be sent, and how: offered in A-ASSOCIATE-RQ, answered in A-ASSOCIATE-AC.
struct DicomPresentationContext
{
    uint8_t id{1};                             //!< odd
    uint8_t result{0};                         //!< of an answer: 0 acceptance (PS3.8, 9.3.3.2)
    std::string abstractSyntax;                //!< SOP class; of an offer
    std::vector<std::string> transferSyntaxes; //!< at least one in an offer, one in an answer

    bool operator==(const DicomPresentationContext& other) const;
};

/// What A-ASSOCIATE-RQ and -AC say.
struct DicomAssociation
{
    std::string called;  //!< application entity, up to 16 characters
    std::string calling; //!< application entity
    std::vector<DicomPresentationContext> contexts;
    uint32_t maxLength{16384}; //!< longest P-DATA-TF the sender takes [octet]; 0 for no limit

    /// @return whether a P-DATA-TF as long as that has room for data
    bool TakesData() const;
    bool operator==(const DicomAssociation& other) const;
};

/// A fragment of a command or a data set (PS3.8, 9.3.5.1 and annex E.2).
struct DicomDataValue
{
    uint8_t context{1};  //!< presentation context
    bool command{false}; //!< else data set
    bool last{true};     //!< fragment
    Bytes fragment;

    bool operator==(const DicomDataValue& other) const;
};

/// Octets of a P-DATA-TF that are no fragment: item length, context and control header.
constexpr std::size_t DICOM_DATA_VALUE_HEADER = 6;

/**
 * @brief A protocol data unit of DICOM's upper layer (PS3.8, 9.3).
 *
 * Fields beside the type are those of the type.
 */
struct DicomPdu
{
    DicomPduType type{DicomPduType::ABORT};
    DicomAssociation association;       //!< ASSOCIATE_RQ, ASSOCIATE_AC
    std::vector<DicomDataValue> values; //!< P_DATA_TF
    uint8_t result{0};                  //!< ASSOCIATE_RJ: 1 permanent, 2 transient
    uint8_t source{0};                  //!< ASSOCIATE_RJ, ABORT
    uint8_t reason{0};                  //!< ASSOCIATE_RJ, ABORT

    /// @return its octets
    Bytes Encode() const;
    /// @param octets exactly one PDU @return it, nothing if it is malformed
    static std::optional<DicomPdu> Decode(const Bytes& octets);
};

/// @brief Cuts what comes by TCP into PDUs.
class DicomStream
{
  public:
    /// @param octets as they come
    void Append(const Bytes& octets);
    /// @return the next whole PDU, nothing until there is one
    std::optional<DicomPdu> Next();
    /// @return whether something came that is no PDU, after which nothing can be understood
    bool IsBroken() const;

    /// Longest PDU taken [octet]: four times what is announced, which leaves room for associations.
    static constexpr std::size_t MAX_PDU = 65536;

  private:
    Bytes m_octets;
    std::size_t m_at{0}; //!< octets of m_octets that are used up
    bool m_broken{false};
};

} // namespace ns3::iomt

#endif // IOMT_DICOM_PDU_H
